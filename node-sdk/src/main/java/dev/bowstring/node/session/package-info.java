/** The event loop behind the API: it connects, merges inputs and timers into one stream, waits, sends and closes. */
@NullMarked
package dev.bowstring.node.session;

import org.jspecify.annotations.NullMarked;
