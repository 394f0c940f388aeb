package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.Stop;
import dev.bowstring.node.arrow.CopiedRows;
import dev.bowstring.node.session.JsonLog;
import dev.bowstring.node.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * A node without a run, for {@code dev.bowstring.node.testing}: its session is the real one, over feeds, outputs and a clock
 * that follow a script. Any thread.
 */
public final class Rehearsal {
    /** Not 0, so that a difference is not mistaken for a time. */
    static final long START_NS = 1_000_000_000L;

    private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final RehearsalGround ground;
    private final Session session;
    private final Patience patience;

    /**
     * What the node is like.
     *
     * @param node its id
     * @param dataflow the name of its dataflow
     * @param inputs its inputs
     * @param outputs its outputs, each with the sequence of the last message that earlier lives have sent, or -1
     * @param timers its timers, each with its period
     * @param restarts how often it was started again
     */
    public record Plan(
            String node,
            String dataflow,
            Map<String, InputPlan> inputs,
            Map<String, Long> outputs,
            Map<String, Duration> timers,
            long restarts) {

        public Plan {
            inputs = new LinkedHashMap<>(inputs); // in their order, which Map.copyOf does not keep
            outputs = new LinkedHashMap<>(outputs);
            timers = new LinkedHashMap<>(timers);
        }
    }

    /**
     * An input of the node.
     *
     * @param maxHeld how many of its messages may be held
     * @param timeoutNs after how long without a message the node is told; 0 for never
     */
    public record InputPlan(int maxHeld, long timeoutNs) {}

    /** A copy of a message that the node has sent. */
    public record Sent(CopiedRows rows, Metadata metadata, long sequence, long timeNs) {}

    /** What was left behind, and where it was taken, if that is known. */
    public record Leak(String what, Optional<Throwable> where) {}

    /** @param patience for how long a node is waited for that may be busy where nobody sees it */
    public Rehearsal(Plan plan, Duration patience) {
        this.ground = new RehearsalGround(plan, new Ending());
        InstantSource clock = () -> wallTime(ground.time.nanoTime());
        PrintStream lines = new PrintStream(logged, true, StandardCharsets.UTF_8);
        JsonLog log = new JsonLog(plan.node(), clock.withZone(ZoneOffset.UTC), () -> lines);
        Session.Identity identity = new Session.Identity(plan.node(), plan.dataflow(), "test", plan.restarts());
        this.session = new Session(identity, ground, log);
        this.patience = new Patience(ground.time, patience.toNanos());
    }

    /** The node. */
    public Node node() {
        return session;
    }

    /** For vectors of the test's own. */
    public BufferAllocator allocator() {
        return ground.memory.ofTest();
    }

    /** A message, copied here and now, arrives once everything before it has happened. */
    public void send(String input, VectorSchemaRoot rows, DictionaryProvider dictionaries, Metadata metadata) {
        ScriptedFeed feed = ground.feed(input);
        CopiedRows copy = feed.copyOf(rows, dictionaries);
        ground.time.then(() -> feed.send(copy, metadata));
    }

    /** So many messages of an input are lost on the way. */
    public void lose(String input, int messages) {
        ScriptedFeed feed = ground.feed(input);
        ground.time.then(() -> feed.lose(messages));
    }

    /** The end of an input. */
    public void end(String input) {
        ground.time.then(ground.feed(input)::close);
    }

    /** The publisher of an input is started again. */
    public void restart(String input) {
        ground.time.then(ground.feed(input)::restart);
    }

    /** The failure of an input. */
    public void fail(String input, String reason) {
        ScriptedFeed feed = ground.feed(input);
        ground.time.then(() -> feed.fail(reason));
    }

    /** Whether an output is full from here on. */
    public void full(String output, boolean yes) {
        ScriptedRoom room = ground.output(output).room();
        if (yes) {
            ground.time.then(() -> room.full(true));
        } else {
            ground.time.thenAtRest(() -> room.full(false)); // once the node has run into it
        }
    }

    /** What a message that is sent gets for an answer. */
    public void answer(String output, SendResult result) {
        ground.output(output).room().answer(result);
    }

    /** Time passes once the node is at rest. */
    public void advance(Duration time) {
        ground.time.thenPass(time.toNanos());
    }

    /** The run drains, or is stopped, once the node is at rest. */
    public void stop(Stop.Reason reason) {
        ground.time.thenAtRest(() -> ground.signals.endBecause(reason));
    }

    /** The run is ending: what comes from outside the dataflow ends. */
    public void drain() {
        ground.time.thenAtRest(ground.signals::drain);
    }

    /** How much time has passed. */
    public Duration elapsed() {
        return elapsedAt(ground.time.nanoTime());
    }

    /** Copies of what was sent on an output so far; they are closed with this. */
    public List<Sent> sent(String output) {
        return List.copyOf(ground.output(output).sent());
    }

    /** What was logged, line by line. */
    public List<String> logged() {
        return logged.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** From here on this thread runs the node's code, and is the only one that could help it. */
    public void playedBy(Thread thread) {
        patience.mayFail(true);
        ground.time.actor(thread);
    }

    /** From here on this thread runs the node's code, while another goes on with the script. */
    public void playedBesideBy(Thread thread) {
        patience.mayFail(false);
        ground.time.actor(thread);
    }

    /** What a thread of the node finds when nothing more is to happen. */
    private final class Ending implements RehearsalGround.Ending {
        @Override
        public void atEnd(String waitsFor) {
            patience.atEnd(sentence(waitsFor), helpMayCome());
        }

        @Override
        public void lookedInVain(String looksFor) {
            patience.lookedInVain(sentence(looksFor), helpMayCome());
        }

        private boolean helpMayCome() {
            return session.hasSources() || ground.keepsMessages();
        }
    }

    private String sentence(String waitsFor) {
        long untilNs = ground.time.untilDeadlineNs();
        return "node '" + session.id() + "' waits for " + waitsFor + ", and nothing will happen any more; "
                + "let the test send, close, stop or advance before"
                + (untilNs == Long.MAX_VALUE ? "" : " (the next deadline is in " + Duration.ofNanos(untilNs) + ")");
    }

    /** Why the node was given up, if it was; asked once. */
    public Optional<String> takeFailure() {
        return Optional.ofNullable(patience.takeFailure());
    }

    /** Waits until the node is at rest and the script is over, or the condition is met; false if it does not come to that. */
    public boolean settle(BooleanSupplier orElse) {
        return patience.await(() -> ground.time.isOver() || orElse.getAsBoolean());
    }

    /** Waits until the condition is met; false if it does not come to that. */
    public boolean await(BooleanSupplier condition) {
        return patience.await(condition);
    }

    /**
     * Fails if there is no such input.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public void checkInput(String id) {
        ground.feed(id);
    }

    /** Fails if there is no such output. */
    public void checkOutput(String id) {
        ground.output(id);
    }

    /** How much time had passed at a moment of the node's clock. */
    public static Duration elapsedAt(long timeNs) {
        return Duration.ofNanos(timeNs - START_NS);
    }

    static Instant wallTime(long timeNs) {
        return START.plusNanos(timeNs - START_NS);
    }

    /** Closes the node, if it has not closed itself, and all memory: what it has left behind. */
    public List<Leak> close() {
        session.close();
        ground.outputs().values().forEach(ScriptedOutput::forget);
        ground.memory.closeTest(ground.leaks);
        return ground.leaks.leaks();
    }
}
