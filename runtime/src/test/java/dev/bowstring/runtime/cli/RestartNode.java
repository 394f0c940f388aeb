package dev.bowstring.runtime.cli;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.InputRecovered;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.Output;
import dev.bowstring.node.pattern.Reply;
import dev.bowstring.node.pattern.Service;
import dev.bowstring.node.pattern.ServiceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.vector.BigIntVector;

/**
 * A node that may be killed and started again: {@code source} sends the numbers from 0 on, each once, as many as it is told,
 * whatever happens to it; {@code middle} sends on what it gets; {@code sink} looks that nothing comes twice or out of its
 * turn, and counts what is missing; {@code endless} sends until it is stopped; {@code watch}
 * says when nothing comes.
 */
final class RestartNode {
    private static final long PACE_NS = 200_000;
    private static final int PROGRESS_EVERY = 16;

    private RestartNode() {}

    public static void main(String[] arguments) throws IOException {
        try (Node node = Node.connect()) {
            System.out.println("life " + node.restartCount() + (node.isRestart() ? " again" : ""));
            switch (arguments[0]) {
                case "source" -> source(node, Long.parseLong(arguments[1]));
                case "middle" -> middle(node);
                case "sink" -> sink(node, Path.of(arguments[1]));
                case "endless" -> endless(node);
                case "watch" -> watch(node);
                case "stuck" -> stuck(node);
                case "client" -> client(node);
                case "server" -> server(node);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /** An entry of {@code nodes:} that does this. */
    static String yaml(String id, String arguments, String ports) throws Exception {
        return ConnectedNode.yaml(id, arguments, ports)
                .replace(ConnectedNode.class.getName(), RestartNode.class.getName());
    }

    private static void source(Node node, long messages) {
        Output out = node.output("out");
        for (long next = out.lastCommitted() + 1; next < messages; next++) {
            if (!send(out, next)) {
                return;
            }
            LockSupport.parkNanos(PACE_NS);
        }
    }

    private static void middle(Node node) {
        Output out = node.output("out");
        node.on("in", message -> send(out, message.vector(BigIntVector.class).get(0)));
        node.run();
    }

    private static boolean send(Output out, long number) {
        try (BigIntVector vector = new BigIntVector("n", out.allocator())) {
            vector.setSafe(0, number);
            vector.setValueCount(1);
            return out.send(vector).sent();
        }
    }

    /** Gets stuck in its first life; in its second it works for long, and says so. */
    private static void stuck(Node node) {
        if (!node.isRestart()) {
            hang();
        }
        for (int turn = 0; turn < 20; turn++) {
            LockSupport.parkNanos(100_000_000);
            node.keepAlive();
        }
        System.out.println("done");
    }

    private static void hang() {
        while (true) {
            LockSupport.park();
        }
    }

    private static void client(Node node) {
        Output requests = node.output("requests");
        try (ServiceClient client = ServiceClient.of(node, requests, "replies")) {
            for (String which : List.of("first", "second")) {
                try (BigIntVector request = new BigIntVector("n", requests.allocator())) {
                    request.setSafe(0, 21);
                    request.setValueCount(1);
                    try (Reply reply = client.callAndWait(request, Metadata.EMPTY, Duration.ofMinutes(2))) {
                        System.out.println(which + " " + reply.outcome());
                    }
                }
            }
        }
    }

    /** Answers, but in its first life: then it only says that it was asked. */
    private static void server(Node node) {
        for (Event event : node.events()) {
            if (event instanceof Message request) {
                System.out.println("asked in life " + node.restartCount());
                if (!node.isRestart()) {
                    hang();
                }
                Output replies = node.output("replies");
                try (BigIntVector reply = new BigIntVector("n", replies.allocator())) {
                    reply.setSafe(0, 2 * request.vector(BigIntVector.class).get(0));
                    reply.setValueCount(1);
                    replies.send(reply, Service.reply(request));
                }
            } else if (event instanceof InputClosed) {
                return;
            }
        }
    }

    /** Sends until Stop, whether anybody waits for it or not. */
    private static void endless(Node node) {
        Output out = node.output("out");
        for (long next = 0; !node.ended() && send(out, next); next++) {
            node.poll();
            LockSupport.parkNanos(PACE_NS);
        }
    }

    /** Says when an input falls silent, and when messages come again. */
    private static void watch(Node node) {
        for (Event event : node.events()) {
            if (event instanceof InputClosed closed && !closed.isFinal()) {
                System.out.println("silent");
            } else if (event instanceof InputRecovered) {
                System.out.println("recovered");
            }
        }
    }

    private static void sink(Node node, Path progress) throws IOException {
        long next = 0;
        long missing = 0;
        long restarts = 0;
        for (Event event : node.events()) {
            if (event instanceof Message message) {
                long number = message.vector(BigIntVector.class).get(0);
                if (number < next) {
                    throw new IllegalStateException("twice: number=" + number + " expected=" + next);
                }
                missing += number - next;
                next = number + 1;
                if (message.sequence() % PROGRESS_EVERY == 0) {
                    Path fresh = Files.writeString(progress.resolveSibling(progress.getFileName() + ".new"), "" + next);
                    Files.move(fresh, progress, StandardCopyOption.ATOMIC_MOVE);
                }
            } else if (event instanceof NodeRestarted restarted) {
                if (restarted.restartCount() != restarts + 1) {
                    throw new IllegalStateException("restarts: " + restarts + ", then " + restarted.restartCount());
                }
                restarts++;
            } else if (event instanceof InputClosed) {
                System.out.println("up to " + next + ", missing " + missing + ", restarts " + restarts);
            }
        }
    }
}
