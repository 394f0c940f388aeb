package dev.bowstring.node.pattern;

import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.send;
import static dev.bowstring.node.Numbers.vector;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A client and a server in one process, over real files. */
abstract class ClientAndServer {
    static final Duration LONG = Duration.ofDays(1);

    static final Duration SHORT = Duration.ofMillis(2);

    RunFixture run;

    Node node;

    Node server;

    Output requests;

    Output replies;

    ServiceClient client;

    final List<BigIntVector> sent = new ArrayList<>();

    final List<Message> copies = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start(@TempDir Path directory) {
        run = new RunFixture(directory)
                .output("client", "requests")
                .output("server", "replies")
                .output("camera", "images")
                .blocking("server", "requests", "client/requests", 20)
                .blocking("client", "replies", "server/replies", 20)
                .blocking("client", "images", "camera/images", 20)
                .start();
        node = run.node("client");
        server = run.node("server");
        requests = node.output("requests");
        replies = server.output("replies");
        client = ServiceClient.of(node, requests, "replies");
    }

    @AfterEach
    void close() {
        sent.forEach(BigIntVector::close);
        copies.forEach(Message::close);
        run.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bowstring-")));
    }

    BigIntVector vectorToClose(long number) {
        BigIntVector vector = vector(requests, number);
        sent.add(vector);
        return vector;
    }

    CompletionStage<Reply> call(long number, Duration timeout) {
        BigIntVector request = vector(requests, number);
        sent.add(request);
        return client.call(request, Metadata.EMPTY, timeout);
    }

    List<Message> receive(int count) {
        List<Message> received = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<Event> event = server.next(Duration.ofSeconds(20));
            received.add(((Message) event.orElseThrow()).copy());
        }
        copies.addAll(received);
        return received;
    }

    void serve(Message request) {
        try (request) {
            send(replies, 10 * number(request), Service.reply(request));
        }
    }
}
