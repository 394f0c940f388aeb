package dev.bowstring.runtime.faults;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.vector.BigIntVector;

/** The nodes of the dataflows in which processes die: they do what their first argument says, and tally what they see. */
final class FaultNode {
    /** The driver's word to the sources: they have published enough. */
    static final String FINISH = "finish";

    /** How many messages of each input a reader holds while more come. */
    static final int HELD = 4;

    private static final long PACE_NS = 100_000;
    private static final Duration QUIET = Duration.ofMillis(200);

    private final Node node;
    private final Path directory;
    private final Map<String, Tally> tallies = new HashMap<>();
    private final Map<String, Queue<Message>> held = new HashMap<>();

    private FaultNode(Node node, Path directory) {
        this.node = node;
        this.directory = directory;
    }

    /** {@code source|relay|reader DIRECTORY}, or {@code attach DIRECTORY RUN NODE} for a program of its own. */
    public static void main(String[] arguments) {
        boolean attaches = arguments[0].equals("attach");
        try (Node node = attaches ? Node.attach(arguments[2], arguments[3]) : Node.connect()) {
            FaultNode own = new FaultNode(node, Path.of(arguments[1]));
            switch (arguments[0]) {
                case "source" -> own.publish();
                case "relay" -> own.relay();
                case "reader", "attach" -> own.read();
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /**
     * Numbers the messages by their sequence, in a later life as well. Looks whether it is to stop: where readers are quick,
     * a send finds room for ever.
     */
    private void publish() {
        Output out = node.output("out");
        OwnMemory memory = new OwnMemory(out);
        for (long number = out.lastCommitted() + 1;
                !Files.exists(directory.resolve(FINISH)) && node.poll().isEmpty() && sent(number, out);
                number++) {
            LockSupport.parkNanos(PACE_NS);
        }
        memory.tell(FaultFlow.QUEUE);
    }

    private static boolean sent(long number, Output out) {
        try (BigIntVector content = Content.of(number, out)) {
            return out.send(content).sent();
        }
    }

    /** Sends on what it gets, under the number it has. */
    private void relay() {
        Output out = node.output("out");
        for (Event event : node.events()) {
            if (event instanceof Message message) {
                tally(message).take(message);
                long number = Content.number(message).orElse(-1L);
                if (!sent(number, out)) {
                    break;
                }
            }
        }
        new OwnMemory(out).tell(FaultFlow.QUEUE);
    }

    /** Holds some messages for as long as more come. */
    private void read() {
        while (!node.ended()) {
            Optional<Event> event = node.next(QUIET);
            if (event.isEmpty()) {
                held.values().forEach(this::giveAllBack);
            } else if (event.get() instanceof Message message) {
                tally(message).take(message);
                hold(message);
            }
        }
        held.values().forEach(this::giveAllBack);
    }

    private Tally tally(Message message) {
        return tallies.computeIfAbsent(
                message.input(), input -> Tally.of(directory, node.id(), input, !input.equals("relayed")));
    }

    private void hold(Message message) {
        Queue<Message> messages = held.computeIfAbsent(message.input(), input -> new ArrayDeque<>());
        messages.add(message.retain());
        if (messages.size() > HELD) {
            giveBack(messages.remove());
        }
    }

    private void giveAllBack(Queue<Message> messages) {
        messages.forEach(this::giveBack);
        messages.clear();
    }

    private void giveBack(Message message) {
        tally(message).look(message);
        message.close();
    }
}
