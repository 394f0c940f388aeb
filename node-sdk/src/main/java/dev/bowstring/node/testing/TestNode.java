package dev.bowstring.node.testing;

import dev.bowstring.node.ConnectScope;
import dev.bowstring.node.Node;
import dev.bowstring.node.Stop;
import dev.bowstring.node.session.rehearsal.Rehearsal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A node inside a test: its code is the user's, its events are the test's, and its clock is virtual.
 *
 * <pre>{@code
 * try (TestNode test = TestNode.builder().input("delays").output("late").timer("beat", Duration.ofSeconds(1)).build()) {
 *     test.input("delays").send(SCHEMA, List.of(List.of(30), List.of(90))).close();
 *     test.advance(Duration.ofSeconds(3));
 *     test.stop();
 *
 *     test.run(LateNode::run);              // static void run(Node node); runMain(LateNode::main) for one that connects
 *
 *     assertThat(test.output("late").message().values("delay")).containsExactly(90);
 * }
 * }</pre>
 *
 * <h2>What happens when</h2>
 *
 * What the test does takes place in order. Messages, and the ends of inputs, are there for the node at once. {@link #advance
 * Time passes}, the node is {@link #stop stopped} and outputs have {@link TestOutput#writable room again} only once it is at
 * rest: it waits, or polls, and there is nothing for it. So it never matters how fast the node is. Time passes from deadline
 * to deadline: a timer of one second ticks three times, one after the other, when the test advances by three. Timers and
 * timeouts, those of inputs too, go by this clock alone.
 *
 * <p>{@link #run} plays all that on the test's own thread. A node that waits when nothing is left to happen makes the test
 * fail, saying what it waits for. {@link #start} runs the node on a thread of its own: then the test may look in between,
 * and {@link #advance}, {@link #stop} and {@link #settle} return when the node is at rest again.
 *
 * <p>Every way to ask for events, and to send, is that of a run. What differs: there is no limit to memory, and an output is
 * full when the test says so. Work on threads of the node's own is not seen unless it waits for the node; let the test wait
 * for what comes of it ({@link TestOutput#awaitMessages}).
 *
 * <p>{@link #close} fails the test if the node has left messages or Arrow memory unclosed, or has written to what it
 * received, which would end its process in a run.
 */
public final class TestNode implements AutoCloseable {
    private final Rehearsal rehearsal;
    private Optional<NodeThread> thread = Optional.empty();

    private TestNode(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** The ports of the node, as its YAML would declare them. */
    public static Builder builder() {
        return new Builder();
    }

    /** Says what the node is like. */
    public static final class Builder {
        private static final int DEFAULT_MAX_HELD = 16;

        private final Map<String, Rehearsal.InputPlan> inputs = new LinkedHashMap<>();
        private final Map<String, Long> outputs = new LinkedHashMap<>();
        private final Map<String, Duration> timers = new LinkedHashMap<>();
        private long restarts;
        private String id = "node";
        private String dataflow = "test";
        private Duration patience = Duration.ofSeconds(10);

        private Builder() {}

        /** Its id; {@code node} if it is not given. */
        public Builder id(String name) {
            id = name;
            return this;
        }

        /** The name of its dataflow; {@code test} if it is not given. */
        public Builder dataflow(String name) {
            dataflow = name;
            return this;
        }

        /** An input of which at most 16 messages may be held at a time. */
        public Builder input(String name) {
            return input(name, DEFAULT_MAX_HELD);
        }

        /** An input with its {@code max_held}. */
        public Builder input(String name, int maxHeld) {
            inputs.put(name, new Rehearsal.InputPlan(maxHeld, 0));
            return this;
        }

        /**
         * An input with an {@code input_timeout}: when no message came for that long, by the time of the test, the node gets
         * {@link dev.bowstring.node.InputClosed} with the reason TIMEOUT.
         */
        public Builder input(String name, Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("input '" + name + "' has an input_timeout of " + timeout);
            }
            inputs.put(name, new Rehearsal.InputPlan(DEFAULT_MAX_HELD, timeout.toNanos()));
            return this;
        }

        /** An output. */
        public Builder output(String name) {
            return output(name, -1);
        }

        /** An output on which earlier lives of the node have sent messages up to this sequence. */
        public Builder output(String name, long lastCommitted) {
            outputs.put(name, lastCommitted);
            return this;
        }

        /** How often the node was started again before. */
        public Builder restartCount(long restarts) {
            this.restarts = restarts;
            return this;
        }

        /** An input that is a timer. */
        public Builder timer(String name, Duration period) {
            timers.put(name, period);
            return this;
        }

        /** How long, by the wall clock, to wait for threads of the node's own before the test fails; 10 s at first. */
        public Builder patience(Duration atMost) {
            patience = atMost;
            return this;
        }

        /** The node, which has done nothing yet. */
        public TestNode build() {
            Rehearsal.Plan plan = new Rehearsal.Plan(id, dataflow, inputs, outputs, timers, restarts);
            return new TestNode(new Rehearsal(plan, patience));
        }
    }

    /** The node itself, for code that is given one otherwise than by {@link #run}. */
    public Node node() {
        return rehearsal.node();
    }

    /** An input, to send to. */
    public TestInput input(String name) {
        rehearsal.checkInput(name);
        return new TestInput(name, rehearsal);
    }

    /** An output, to look at. */
    public TestOutput output(String name) {
        rehearsal.checkOutput(name);
        return new TestOutput(name, rehearsal);
    }

    /** For vectors of the test's own, which it must close. */
    public BufferAllocator allocator() {
        return rehearsal.allocator();
    }

    /**
     * Time passes.
     *
     * @throws IllegalArgumentException if it would go back
     */
    public TestNode advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back: advance(" + time + ")");
        }
        rehearsal.advance(time);
        return settleIfStarted();
    }

    /** The user stops the run. */
    public TestNode stop() {
        return stop(Stop.Reason.REQUESTED);
    }

    /** The node is to stop. */
    public TestNode stop(Stop.Reason reason) {
        rehearsal.stop(reason);
        return settleIfStarted();
    }

    /** The run is ending: what comes through an {@link dev.bowstring.node.ExternalSource} ends. */
    public TestNode drain() {
        rehearsal.drain();
        return settleIfStarted();
    }

    private TestNode settleIfStarted() {
        thread.ifPresent(NodeThread::settle);
        return this;
    }

    /** Runs the node's code on this thread, until it returns. */
    public <X extends Exception> void run(NodeCode<X> code) throws X {
        rehearsal.playedBy(Thread.currentThread());
        try {
            ConnectScope.within(this::node, () -> code.run(node()));
        } finally {
            failIfGivenUp();
        }
    }

    private void failIfGivenUp() {
        rehearsal.takeFailure().ifPresent(why -> {
            Thread.interrupted(); // that was how the node's thread was told
            throw new AssertionError(why);
        });
    }

    /** Runs a main method on this thread, until it returns: {@link Node#connect} connects it to this test. */
    public <X extends Exception> void runMain(NodeMain<X> main, String... arguments) throws X {
        run(node -> main.run(arguments));
    }

    /** Runs the node's code on a thread of its own. */
    public TestNode start(NodeCode<? extends Exception> code) {
        NodeThread started = new NodeThread(rehearsal, code);
        thread = Optional.of(started);
        started.start();
        return this;
    }

    /** Runs a main method on a thread of its own. */
    public TestNode startMain(NodeMain<? extends Exception> main, String... arguments) {
        return start(node -> main.run(arguments));
    }

    /** Waits until everything has happened, and the node that was started is at rest or its code has returned. */
    public TestNode settle() {
        return settleIfStarted();
    }

    /** Waits until the code that was started has returned; what it has thrown is the cause of an {@link AssertionError}. */
    public void awaitEnd() {
        thread.orElseThrow(() -> new IllegalStateException("nothing was started"))
                .awaitEnd();
    }

    /** How much time has passed. */
    public Duration elapsed() {
        return rehearsal.elapsed();
    }

    /** What the node has logged: a line of JSON for each call. */
    public List<String> logged() {
        return rehearsal.logged();
    }

    /**
     * Ends the node.
     *
     * @throws AssertionError if code that was started has failed or does not end, or the node has left messages or memory
     */
    @Override
    public void close() {
        List<Rehearsal.Leak> leaks;
        try {
            thread.ifPresent(NodeThread::end);
        } finally {
            leaks = rehearsal.close();
        }
        if (!leaks.isEmpty()) {
            throw Leaked.error(node().id(), leaks);
        }
    }
}
