package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Works messages of one input out side by side. A message is closed by the end of its own stage, and by nothing else. */
final class MapAsync<R> extends Operator<R> {
    private final String input;
    private final int concurrency;
    private final Order order;
    private final Function<? super Message, ? extends CompletionStage<? extends @Nullable R>> function;

    MapAsync(
            NodeFlow flow,
            String input,
            int concurrency,
            Order order,
            Function<? super Message, ? extends CompletionStage<? extends @Nullable R>> function) {
        super(flow, List.of(input));
        this.input = input;
        this.concurrency = concurrency;
        this.order = order;
        this.function = function;
        check(flow.node().maxHeld(input));
    }

    private void check(int maxHeld) {
        if (concurrency < 1) {
            throw new NodeException(
                    "mapAsync of input '" + input + "' with " + concurrency + " at a time", "use 1 or more");
        }
        if (concurrency > maxHeld - 1) {
            throw new NodeException(
                    "mapAsync of input '" + input + "' works on " + concurrency
                            + " messages at a time, but the input may hold " + maxHeld
                            + ", one of which has to be free for the next",
                    "set `max_held: " + (concurrency + 1) + "` at the input, or work on " + (maxHeld - 1));
        }
    }

    @Override
    Step<R> step(Course<R> course) {
        return new Lookups(course);
    }

    /** One message on its way. */
    private static final class Slot<R> {
        final long sequence;
        boolean done;

        @Nullable R result;

        @Nullable Throwable failure;

        Slot(long sequence) {
            this.sequence = sequence;
        }
    }

    /** What is in flight, in the order of the messages; in order, what is done stays until all before it is. */
    private final class Lookups implements Step<R> {
        private final Course<R> course;
        private final Set<Slot<R>> slots = new LinkedHashSet<>();

        Lookups(Course<R> course) {
            this.course = course;
        }

        @Override
        public void take(Message message) {
            Slot<R> slot = new Slot<>(message.sequence());
            slots.add(slot);
            begin(message).whenComplete((result, failure) -> {
                message.close();
                course.submit(() -> finish(slot, result, failure));
            });
        }

        private CompletionStage<? extends @Nullable R> begin(Message message) {
            try {
                return Objects.requireNonNull(function.apply(message), "the function returned no stage");
            } catch (Throwable broken) {
                return CompletableFuture.failedStage(broken); // the user's: it ends like a stage that fails
            }
        }

        private void finish(Slot<R> slot, @Nullable R result, @Nullable Throwable failure) {
            slot.done = true;
            slot.result = result;
            slot.failure = failure;
            if (!slots.contains(slot)) {
                leave(slot); // nobody wants it any more
            } else if (order == Order.UNORDERED) {
                slots.remove(slot);
                leave(slot);
            } else {
                leaveInOrder();
            }
        }

        private void leaveInOrder() {
            Iterator<Slot<R>> heads = slots.iterator();
            while (heads.hasNext()) {
                Slot<R> head = heads.next();
                if (!head.done) {
                    return;
                }
                heads.remove();
                leave(head);
                heads = slots.iterator(); // a failure has cleared them
            }
        }

        private void leave(Slot<R> slot) {
            if (slot.failure != null) {
                course.fail(failed(slot.sequence, slot.failure));
            } else if (slot.result != null) {
                course.emit(slot.result);
            }
        }

        @Override
        public int room(int waiting) {
            return concurrency - slots.size() - waiting;
        }

        @Override
        public void ended() {
            // What is in flight comes to its end by itself.
        }

        @Override
        public boolean isIdle() {
            return slots.isEmpty();
        }

        @Override
        public void discard() {
            List<Slot<R>> unwanted = List.copyOf(slots);
            slots.clear();
            unwanted.stream().filter(slot -> slot.result != null).forEach(this::leave);
        }
    }

    private NodeException failed(long sequence, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new NodeException(
                "node '" + node().id() + "' failed in mapAsync of input '" + input + "', message " + sequence
                        + ", with " + cause,
                "see the cause",
                cause);
    }
}
