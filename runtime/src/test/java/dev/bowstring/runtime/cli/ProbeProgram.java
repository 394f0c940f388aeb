package dev.bowstring.runtime.cli;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.Stop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.vector.BigIntVector;

/** A program that nobody has started as a node; does what its arguments say, one after the other, and prints what it sees. */
final class ProbeProgram {
    private final String run;
    private final List<Message> held = new ArrayList<>();
    private Node node;
    private long sent;

    private ProbeProgram(String run) {
        this.run = run;
    }

    public static void main(String[] arguments) {
        ProbeProgram program = new ProbeProgram(arguments[0]);
        for (String step : List.of(arguments).subList(1, arguments.length)) {
            String[] words = step.split(":");
            program.obey(words[0], words.length > 1 ? words[1] : "");
            System.out.println("did " + step);
        }
    }

    private void obey(String step, String argument) {
        switch (step) {
            case "attach" -> node = Node.attach(run, argument.isEmpty() ? "probe" : argument);
            case "refused" -> refused(argument);
            case "take" -> take(Integer.parseInt(argument), false);
            case "hold" -> take(Integer.parseInt(argument), true);
            case "pick" -> pick(Integer.parseInt(argument));
            case "intact" -> intact();
            case "newest" -> newest();
            case "send" -> send(Integer.parseInt(argument));
            case "file" -> until(Path.of(argument));
            case "end" -> end();
            case "outlive" -> outlive(Long.parseLong(argument));
            case "close" -> node.close();
            default -> throw new IllegalArgumentException(step);
        }
    }

    private void refused(String argument) {
        try (Node second = Node.attach(run, argument.isEmpty() ? "probe" : argument)) {
            throw new IllegalStateException("attached: node=" + second.id());
        } catch (NodeException refusal) {
            System.out.println("refusal: " + refusal.getMessage());
        }
    }

    /** Takes so many messages of the lossless input, however many come of the other. */
    private void take(int messages, boolean holding) {
        long first = -1;
        long last = -1;
        for (int taken = 0; taken < messages; ) {
            if (node.next().orElseThrow() instanceof Message message
                    && message.input().equals("all")) {
                long number = message.vector(BigIntVector.class).get(0);
                first = first < 0 ? number : first;
                if (number != first + taken || number != message.sequence()) {
                    throw new IllegalStateException("lost: number=" + number + " first=" + first + " taken=" + taken);
                }
                last = number;
                taken++;
                if (holding) {
                    held.add(message.retain());
                }
            }
        }
        System.out.println("took " + first + " to " + last);
    }

    /** Holds so many messages of the lossy input. */
    private void pick(int messages) {
        while (held.size() < messages) {
            if (node.next().orElseThrow() instanceof Message message
                    && message.input().equals("some")) {
                held.add(message.retain());
            }
        }
    }

    /** Looks whether what is held is what it was, to the last value. */
    private void intact() {
        for (Message message : held) {
            BigIntVector vector = message.vector(BigIntVector.class);
            if (vector.get(0) != message.sequence() || vector.getValueCount() != StreamNode.VALUES_OF_A_MESSAGE) {
                throw new IllegalStateException("overwritten: number=" + vector.get(0) + " of=" + message.sequence());
            }
            message.close();
        }
        System.out.println("intact " + held.size());
        held.clear();
    }

    /** What the lossy input has next. */
    private void newest() {
        while (true) {
            if (node.next().orElseThrow() instanceof Message message
                    && message.input().equals("some")) {
                System.out.println("newest " + message.sequence());
                return;
            }
        }
    }

    private void send(int messages) {
        Output back = node.output("back");
        for (int i = 0; i < messages; i++) {
            try (BigIntVector vector = new BigIntVector("n", back.allocator())) {
                vector.setSafe(0, sent++);
                vector.setValueCount(1);
                System.out.println("sending: " + back.send(vector));
            }
        }
    }

    private static void until(Path file) {
        while (!Files.exists(file)) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void end() {
        for (Event event : node.events()) {
            if (event instanceof InputClosed closed) {
                System.out.println("closed " + closed.input());
            } else if (event instanceof Stop stop) {
                System.out.println("stop " + stop.reason());
            }
        }
    }

    /** Longer than a node of the runtime's own would be left alive. */
    private static void outlive(long ms) {
        long deadlineNs = System.nanoTime() + ms * 1_000_000;
        while (System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(deadlineNs - System.nanoTime());
        }
    }
}
