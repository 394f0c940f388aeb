package dev.bowstring.node.session.message;

import dev.bowstring.node.NodeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many messages of one input the user keeps, and which. Any thread. A message that was closed stays where it is until
 * another takes its place: asynchronous consumers keep every message for a moment, and taking it out costs as much as
 * putting it in.
 */
public final class Retention {
    private static final int HOLDERS_SHOWN = 4;
    private static final String SESSION = "dev.bowstring.node.session.";

    private final String input;
    private final int most;
    private final Leaks leaks;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable ReceivedMessage> places;

    /** @param maxHeld how many may be held in all; one of them is always the loop's */
    public Retention(String input, int maxHeld, Leaks leaks) {
        this.input = input;
        this.most = maxHeld - 1;
        this.leaks = leaks;
        this.places = new AtomicReferenceArray<>(2 * Integer.highestOneBit(Math.max(1, maxHeld)));
    }

    /** Counts a message that is about to be kept; {@link #kept} or {@link #release} follows. */
    void retain() {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            throw new NodeException(
                    "input '" + input + "' holds " + most + " retained messages, and may not hold more: " + holders(),
                    "close some, or raise `max_held` of the input (now " + (most + 1) + ", one of them is the loop's)");
        }
    }

    /** What an asynchronous consumer gets is its own at once; its pins are the limit. */
    void own(ReceivedMessage message) {
        count.incrementAndGet();
        kept(message);
    }

    /** Remembers a message that is kept from now on; there is a place for it, since a place serves whoever comes next. */
    void kept(ReceivedMessage message) {
        int mask = places.length() - 1;
        for (int i = 0; i <= mask; i++) {
            int place = (int) (message.sequence() + i) & mask;
            ReceivedMessage other = places.get(place);
            if ((other == null || !other.isRetained()) && places.compareAndSet(place, other, message)) {
                return;
            }
        }
    }

    /** A message that was counted is not kept any more. */
    void release() {
        count.decrementAndGet();
    }

    public Collection<ReceivedMessage> held() {
        List<ReceivedMessage> held = new ArrayList<>();
        for (int i = 0; i < places.length(); i++) {
            ReceivedMessage message = places.get(i);
            if (message != null && message.isRetained()) {
                held.add(message);
            }
        }
        return held;
    }

    /** How many may be held in all. */
    public int maxHeld() {
        return most + 1;
    }

    /** Where the calling thread keeps a message, if that is to be remembered this time. */
    @Nullable Throwable place() {
        return leaks.place();
    }

    /** The same for a message that an asynchronous consumer was given. */
    @Nullable Throwable placeOfOwn() {
        return leaks.placeOfAny();
    }

    /** Which messages are kept, and, where it is known, by whom. */
    public String holders() {
        Collection<ReceivedMessage> held = held();
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
            if (!frame.getClassName().startsWith(SESSION)) {
                return message.sequence() + " (taken at " + frame + ")";
            }
        }
        return Long.toString(message.sequence());
    }
}
