/** Races of the output log on real processors; in the log's own package, so that they run its very classes. */
@NullMarked
package dev.bowstring.transport.log;

import org.jspecify.annotations.NullMarked;
