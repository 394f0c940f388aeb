package dev.bowstring.node.session;

import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Numbers;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One node that sends numbers to another, with room for ten, over real files. Nothing is left of their threads. */
abstract class SourceAndSink {
    RunFixture run;
    Node sink;
    Output out;

    @BeforeEach
    final void start(@TempDir Path directory) {
        run = new RunFixture(directory)
                .output("source", "rows")
                .blocking("sink", "rows", "source/rows", 10)
                .start();
        sink = run.node("sink");
        out = run.output("source/rows");
    }

    @AfterEach
    final void close() {
        run.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bowstring-")));
    }

    final void send(long... numbers) {
        Numbers.send(out, numbers);
    }

    final List<CompletableFuture<Event>> ask(int count) {
        List<CompletableFuture<Event>> asked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asked.add(sink.nextEvent().toCompletableFuture());
        }
        return asked;
    }

    /** The number that a stage is completed with. */
    static long take(CompletableFuture<Event> stage) throws Exception {
        Event event = Numbers.get(stage);
        long number = Numbers.number(event);
        close(event);
        return number;
    }

    static List<Long> numbers(List<CompletableFuture<Event>> stages) throws Exception {
        List<Long> numbers = new ArrayList<>();
        for (CompletableFuture<Event> stage : stages) {
            numbers.add(take(stage));
        }
        return numbers;
    }

    static void close(Event event) {
        if (event instanceof Message message) {
            message.close();
        }
    }
}
