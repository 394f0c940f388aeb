package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.transport.control.StopReason;
import java.io.IOError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HandlersTest {
    private RunFixture run;
    private Node sink;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void start(@TempDir Path directory) {
        run = new RunFixture(directory)
                .output("source", "rows")
                .blocking("sink", "rows", "source/rows", 10)
                .timer("sink", "beat", Duration.ofMillis(1))
                .start();
        sink = run.node("sink");
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldCallTheHandlerOfEachEventUntilStop() {
        sink.source("words", 1).offer("hello");
        sink.on("rows", message -> seen.add("rows " + message.sequence()))
                .onExternal("words", external -> {
                    seen.add("words " + external.value());
                    send(1);
                })
                .onTick("beat", tick -> {
                    if (seen.contains("rows 0")) {
                        seen.add("tick");
                        run.stop("sink", StopReason.REQUESTED);
                    }
                })
                .onStop(stop -> seen.add("stop " + stop.reason()));

        sink.run();

        assertThat(seen).containsExactly("words hello", "rows 0", "tick", "stop REQUESTED");
    }

    @Test
    void shouldFailTheNodeWithTheInputAndTheSequenceWhenAHandlerThrows() {
        send(1);
        send(2);
        sink.onTick("beat", tick -> {}).on("rows", message -> {
            if (message.sequence() == 1) {
                throw new IOException("disk full");
            }
        });

        assertThatThrownBy(sink::run)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("node 'sink' failed in its handler of input 'rows', message 1,")
                .hasMessageContaining("disk full")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void shouldFailTheNodeAsWellWhenAHandlerThrowsAnError() {
        send(1);
        sink.onTick("beat", tick -> {}).on("rows", message -> {
            throw new IOError(new IOException("disk full"));
        });

        assertThatThrownBy(sink::run)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("node 'sink' failed in its handler of input 'rows', message 0,")
                .hasCauseInstanceOf(IOError.class);
    }

    @Test
    void shouldLeaveAnErrorOfTheVirtualMachineAsItIs() {
        send(1);
        sink.onTick("beat", tick -> {}).on("rows", message -> {
            throw new OutOfMemoryError("of the test's");
        });

        assertThatThrownBy(sink::run).isInstanceOf(OutOfMemoryError.class).hasNoCause();
    }

    @Test
    void shouldNameWhatIsNotHandledBeforeItStarts() {
        sink.source("words", 1);

        assertThatThrownBy(sink::run)
                .hasMessageContaining("on(\"rows\", ...), onTick(\"beat\", ...), onExternal(\"words\", ...) missing")
                .hasMessageContaining("onOther");
    }

    @Test
    void shouldRefuseAHandlerOfAnInputThatIsNotThere() {
        assertThatThrownBy(() -> sink.on("row", message -> {}))
                .hasMessageContaining("has no input 'row'")
                .hasMessageContaining("rows");
    }

    private void send(long number) {
        Output output = run.output("source/rows");
        try (BigIntVector vector = new BigIntVector("n", output.allocator())) {
            vector.setSafe(0, number);
            vector.setValueCount(1);
            output.send(vector);
        }
    }
}
