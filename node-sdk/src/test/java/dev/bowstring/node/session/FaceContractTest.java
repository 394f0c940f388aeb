package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.External;
import dev.bowstring.node.ExternalSource;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.InputRecovered;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.Stop;
import dev.bowstring.node.Tick;
import dev.bowstring.transport.control.StopReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every way of reading the events of a node promises, over real files. */
@Timeout(60)
class FaceContractTest {
    private RunFixture run;
    private Node sink;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        run = new RunFixture(directory)
                .output("left", "rows")
                .output("right", "rows")
                .blocking("sink", "left", "left/rows", 10)
                .blocking("sink", "right", "right/rows", 10)
                .start();
        sink = run.node("sink");
    }

    @AfterEach
    void close() {
        run.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bowstring-")));
    }

    @ParameterizedTest
    @EnumSource
    void shouldHandOutTheEarliestFirstAndTheEndsBehindTheirData(FaceUnderTest face) {
        send("left", 1);
        send("right", 2);
        send("left", 3);
        send("right", 4);
        run.end("left");
        run.end("right");

        assertThat(transcript(face))
                .containsExactly(
                        "left 1", "right 2", "left 3", "right 4", "left closed", "right closed", "stop INPUTS_CLOSED");
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingAndGiveBackEverything(FaceUnderTest face) {
        int messages = 3_000;
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < messages; i++) {
                send("left", i);
            }
            run.end("left");
            run.end("right");
        });

        List<String> transcript = transcript(face);
        sender.join();

        assertThat(transcript.stream().filter(line -> line.startsWith("left ")).limit(messages))
                .containsExactlyElementsOf(LongStream.range(0, messages)
                        .mapToObj(number -> "left " + number)
                        .toList());
        assertThat(transcript).hasSize(messages + 3);
        assertThat(run.account("left/rows", 0).received()).isEqualTo(messages);
        assertThat(run.account("left/rows", 0).dropped()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotStarveAnInputByAFloodOfAnother(FaceUnderTest face) {
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            BigIntVector vector = new BigIntVector("n", run.output("left/rows").allocator());
            try (vector) {
                SendResult result = SendResult.SENT;
                while (result == SendResult.SENT) {
                    vector.setSafe(0, 1);
                    vector.setValueCount(1);
                    result = run.output("left/rows").send(vector);
                }
            }
        });
        List<String> transcript = new ArrayList<>();

        face.readAll(sink, event -> {
            transcript.add(line(event));
            if (transcript.size() == 50) {
                send("right", 7);
            }
            if (transcript.get(transcript.size() - 1).equals("right 7")) {
                run.stop("left", StopReason.REQUESTED);
                run.end("right");
                run.stop("sink", StopReason.REQUESTED);
            }
        });
        flood.join();

        assertThat(transcript).contains("right 7");
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWithStopWheneverItComes(FaceUnderTest face) {
        send("left", 1);

        List<String> transcript = new ArrayList<>();
        face.readAll(sink, event -> {
            transcript.add(line(event));
            run.stop("sink", StopReason.REQUESTED);
        });

        assertThat(transcript).containsExactly("left 1", "stop REQUESTED");
        assertThat(sink.ended()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shouldMergeTicksAndWhatComesFromOutside(FaceUnderTest face) {
        ExternalSource<String> words = sink.source("words", 1);
        words.offer("hello");
        sink.timer("once").after(Duration.ofMillis(1)); // behind the word, however slow this thread is

        List<String> transcript = new ArrayList<>();
        face.readAll(sink, event -> {
            transcript.add(line(event));
            if (event instanceof Tick) {
                words.close();
                run.end("left");
                run.end("right");
            }
        });

        assertThat(transcript)
                .containsExactlyInAnyOrder(
                        "words hello", "tick once", "words closed", "left closed", "right closed", "stop INPUTS_CLOSED")
                .endsWith("stop INPUTS_CLOSED")
                .startsWith("words hello", "tick once");
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellARestartBetweenTheLivesOfThePublisher(FaceUnderTest face) {
        send("left", 1);
        send("left", 2);
        run.restarted("left", 1);
        send("left", 3);
        run.restarted("left", 2);
        run.restarted("left", 3);
        send("right", 4);
        run.restarted("right", 1);
        run.end("left");
        run.end("right");

        List<String> transcript = transcript(face);

        assertThat(transcript.stream().filter(line -> line.startsWith("left")))
                .containsExactly("left 1", "left 2", "left restarted 1", "left 3", "left restarted 3", "left closed");
        assertThat(transcript.stream().filter(line -> line.startsWith("right")))
                .containsExactly("right 4", "right restarted 1", "right closed");
        assertThat(transcript)
                .as("by the time of the restart")
                .containsSubsequence("left restarted 3", "right 4")
                .endsWith("stop INPUTS_CLOSED");
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellARestartAsSoonAsItHappens(FaceUnderTest face) {
        List<String> transcript = new ArrayList<>();
        send("left", 1);

        face.readAll(sink, event -> {
            transcript.add(line(event));
            if (event instanceof Message) {
                run.restarted("left", 1); // nothing else comes
            } else if (event instanceof NodeRestarted) {
                run.stop("sink", StopReason.REQUESTED);
            }
        });

        assertThat(transcript).containsExactly("left 1", "left restarted 1", "stop REQUESTED");
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellSilenceAndTheReturnOfMessagesButNotTakeItForTheEnd(FaceUnderTest face) {
        try (RunFixture quiet = new RunFixture(directory.resolve("quiet"))
                .output("left", "rows")
                .blocking("sink", "left", "left/rows", 10, Duration.ofMillis(20))
                .start()) {
            List<String> transcript = new ArrayList<>();

            face.readAll(quiet.node("sink"), event -> {
                transcript.add(line(event));
                if (event instanceof InputClosed && transcript.size() == 1) {
                    quiet.restarted("left", 1);
                } else if (event instanceof NodeRestarted) {
                    send(quiet.output("left/rows"), 1);
                } else if (event instanceof InputClosed closed && !closed.isFinal()) {
                    quiet.end("left");
                }
            });

            assertThat(transcript)
                    .containsExactly(
                            "left silent",
                            "left restarted 1",
                            "left recovered",
                            "left 1",
                            "left silent",
                            "left closed",
                            "stop INPUTS_CLOSED");
            assertThat(quiet.account("left/rows", 0).received()).isOne();
        }
    }

    private List<String> transcript(FaceUnderTest face) {
        List<String> lines = new ArrayList<>();
        face.readAll(sink, event -> lines.add(line(event)));
        return lines;
    }

    private static String line(Event event) {
        if (event instanceof Message message) {
            return message.input() + " " + message.vector(BigIntVector.class).get(0);
        }
        if (event instanceof InputClosed closed) {
            return closed.input() + (closed.isFinal() ? " closed" : " silent");
        }
        if (event instanceof InputRecovered recovered) {
            return recovered.input() + " recovered";
        }
        if (event instanceof NodeRestarted restart) {
            return restart.input() + " restarted " + restart.restartCount();
        }
        if (event instanceof External external) {
            return external.source() + " " + external.value();
        }
        if (event instanceof Tick tick) {
            return "tick " + tick.timer();
        }
        return event instanceof Stop stop ? "stop " + stop.reason() : event.toString();
    }

    private void send(String node, long number) {
        send(run.output(node + "/rows"), number);
    }

    private static void send(Output output, long number) {
        try (BigIntVector vector = new BigIntVector("n", output.allocator())) {
            vector.setSafe(0, number);
            vector.setValueCount(1);
            assertThat(output.send(vector)).isEqualTo(SendResult.SENT);
        }
    }
}
