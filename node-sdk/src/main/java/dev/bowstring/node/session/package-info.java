/**
 * The event loop behind the API: it connects, merges inputs and timers into one stream, waits, sends and closes. It stands on
 * a run, or, for tests of nodes, on a script.
 */
@NullMarked
package dev.bowstring.node.session;

import org.jspecify.annotations.NullMarked;
