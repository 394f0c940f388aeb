/** What was measured: as records, as JSON, on the console, as histogram logs and as a page. */
@NullMarked
package dev.bowstring.benchmarks.report;

import org.jspecify.annotations.NullMarked;
