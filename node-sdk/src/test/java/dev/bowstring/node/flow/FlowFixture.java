package dev.bowstring.node.flow;

import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.RunFixture.InputOptions;
import java.nio.file.Path;

/** A node {@code sink} with the inputs {@code a} and {@code b}, each by an edge with back-pressure from its own source. */
final class FlowFixture implements AutoCloseable {
    static final int QUEUE = 10;

    final RunFixture run;
    final Node sink;
    final Output a;
    final Output b;

    FlowFixture(Path directory, int maxHeld) {
        run = new RunFixture(directory)
                .output("left", "a")
                .output("right", "b")
                .input("sink", "a", "left/a", new InputOptions(true, QUEUE, maxHeld, false))
                .input("sink", "b", "right/b", new InputOptions(true, QUEUE, maxHeld, false))
                .start();
        sink = run.node("sink");
        a = run.output("left/a");
        b = run.output("right/b");
    }

    void endSources() {
        run.end("left");
        run.end("right");
    }

    @Override
    public void close() {
        run.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bowstring-")));
    }
}
