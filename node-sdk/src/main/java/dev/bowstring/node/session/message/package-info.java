/** Received messages: lent until the next event, kept by the user within a limit, or copied. */
@NullMarked
package dev.bowstring.node.session.message;

import org.jspecify.annotations.NullMarked;
