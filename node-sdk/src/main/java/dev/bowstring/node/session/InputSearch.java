package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.NodeRestarted;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a message of one input, and puts what else it comes across aside, in order. Never waits itself. Under the
 * consumer's thread.
 */
final class InputSearch {
    private final Input input;
    private final Predicate<? super Message> wanted;
    private final Diversions diversions;
    private boolean restarted;

    InputSearch(Input input, Predicate<? super Message> wanted, Diversions diversions) {
        this.input = input;
        this.wanted = wanted;
        this.diversions = diversions;
    }

    /** What was put aside earlier, if it is wanted now; null otherwise. */
    @Nullable Message earlier() {
        return input.takeAside(wanted);
    }

    /** The next one that is there; null if there is none now. Not beyond a restart of who sends them. */
    @Nullable Message find() {
        while (!restarted && available()) {
            Event event = input.takeFresh();
            if (event instanceof Message message && !diversions.take(event)) {
                if (isWanted(message)) {
                    return message;
                }
            } else if (event != null && !(event instanceof Message)) {
                diversions.take(event);
                input.putAside(event);
                restarted = event instanceof NodeRestarted;
            }
        }
        return null;
    }

    /** What is not wanted is put aside, and so is what the user's predicate throws at. */
    private boolean isWanted(Message message) {
        boolean is = false;
        try {
            is = wanted.test(message);
            return is;
        } finally {
            if (!is) {
                input.putAside(message);
            }
        }
    }

    /** Whether the input has ended, or its publisher was restarted: nothing is found any more. */
    boolean isOver() {
        return restarted || input.closed();
    }

    /** Whether {@link #find} is worth a call. */
    boolean available() {
        input.look();
        return input.freshTimeNs() != Feed.NEVER;
    }

    /** @throws NodeException if the node holds so much of the input that nothing can be found any more */
    void failIfFull() {
        if (input.starves()) {
            throw new NodeException(
                    "input '" + input.id() + "' holds all the messages it may while one of it is looked for, "
                            + input.aside() + " of them not wanted",
                    "read those first, or raise `max_held` of the input");
        }
    }
}
