package dev.bowstring.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BigIntVector;

/** Messages of one number, for tests of what is done with messages. */
public final class Numbers {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Numbers() {}

    public static BigIntVector vector(Output out, long number) {
        BigIntVector vector = new BigIntVector("n", out.allocator());
        vector.setSafe(0, number);
        vector.setValueCount(1);
        return vector;
    }

    public static void send(Output out, long... numbers) {
        for (long number : numbers) {
            send(out, number, Metadata.EMPTY);
        }
    }

    public static void send(Output out, long number, Metadata metadata) {
        try (BigIntVector vector = vector(out, number)) {
            assertThat(out.send(vector, metadata)).isEqualTo(SendResult.SENT);
        }
    }

    public static long number(Event event) {
        return ((Message) event).vector(BigIntVector.class).get(0);
    }

    public static List<Long> numbers(Iterable<? extends Event> events) {
        List<Long> numbers = new ArrayList<>();
        events.forEach(event -> numbers.add(number(event)));
        return numbers;
    }

    /** The next event, which has to come. */
    public static Event next(Node node) {
        return node.next(PATIENCE).orElseThrow(() -> new AssertionError("no event came"));
    }

    /** What a stage is completed with, which has to happen. */
    public static <T> T get(CompletionStage<T> stage) throws Exception {
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Sees to it that nothing of an input is held any more: sends as many messages as it may hold, and receives them all.
     */
    public static void assertNothingHeld(Output source, Node node, String input) {
        int most = node.maxHeld(input);
        List<Message> held = new ArrayList<>();
        while (held.size() < most) {
            send(source, held.size());
            Event event = get(node);
            if (event instanceof Message message && message.input().equals(input)) {
                held.add(message);
            }
        }
        held.forEach(Message::close);
    }

    private static Event get(Node node) {
        try {
            return get(node.nextEvent());
        } catch (Exception missing) {
            throw new AssertionError("a message did not come: some are still held", missing);
        }
    }
}
