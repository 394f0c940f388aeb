package dev.bowstring.node.session.run;

import dev.bowstring.node.session.Feed;
import dev.bowstring.node.session.message.Retention;
import java.util.Optional;

/** An input that holds messages in memory which somebody else has written. */
interface PortFeed extends Feed {
    /** Which messages the user keeps. */
    Retention retention();

    /** The node begins to close: what is given back from here on was not read to its end. */
    default void closing() {}

    /**
     * The node closes: unmaps the memory if nobody uses it. A message that somebody has not closed stays as it is, since
     * the process may live on for long.
     *
     * @param quiet whether no thread can be taking a message
     * @return what keeps the memory in use, which then stays mapped; empty when all was unmapped
     */
    Optional<String> unmap(boolean quiet);
}
