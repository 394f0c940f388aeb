package dev.bowstring.node.session;

import dev.bowstring.node.NodeException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How many messages of one input the user keeps, and which. Any thread. */
final class Retention {
    private static final int HOLDERS_SHOWN = 4;
    private static final String OWN_PACKAGE = Retention.class.getPackageName();

    private final String input;
    private final int most;
    private final Leaks leaks;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<ReceivedMessage> held = ConcurrentHashMap.newKeySet();

    /** @param maxHeld how many may be held in all; one of them is always the loop's */
    Retention(String input, int maxHeld, Leaks leaks) {
        this.input = input;
        this.most = maxHeld - 1;
        this.leaks = leaks;
    }

    void retain(ReceivedMessage message) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            throw new NodeException(
                    "input '" + input + "' holds " + most + " retained messages, and may not hold more: " + holders(),
                    "close some, or raise `max_held` of the input (now " + (most + 1) + ", one of them is the loop's)");
        }
        held.add(message);
    }

    /** What an asynchronous consumer gets is its own at once; its pins are the limit. */
    void own(ReceivedMessage message) {
        count.incrementAndGet();
        held.add(message);
    }

    void release(ReceivedMessage message) {
        if (held.remove(message)) {
            count.decrementAndGet();
        }
    }

    Collection<ReceivedMessage> held() {
        return held;
    }

    /** How many may be held in all. */
    int maxHeld() {
        return most + 1;
    }

    /** Where the calling thread keeps a message, if that is to be remembered this time. */
    @Nullable Throwable place() {
        return leaks.place();
    }

    /** Which messages are kept, and, where it is known, by whom. */
    String holders() {
        return held.stream()
                .sorted(Comparator.comparingLong(ReceivedMessage::sequence))
                .limit(HOLDERS_SHOWN)
                .map(Retention::holder)
                .collect(Collectors.joining(", ", "messages ", held.size() > HOLDERS_SHOWN ? " ..." : ""));
    }

    private static String holder(ReceivedMessage message) {
        Throwable place = message.retainedAt();
        if (place == null) {
            return Long.toString(message.sequence());
        }
        for (StackTraceElement frame : place.getStackTrace()) {
            if (!frame.getClassName().startsWith(OWN_PACKAGE)) {
                return message.sequence() + " (taken at " + frame + ")";
            }
        }
        return Long.toString(message.sequence());
    }
}
