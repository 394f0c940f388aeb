package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.transport.control.Frame.Grown;
import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.control.NodeListener;
import dev.bowstring.transport.control.SupervisorLink;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the supervisor hears over the socket from a life of a node that is over, while the next one is there. */
@Timeout(60)
class ControlDeskTest {
    private static final String FLOW = """
            nodes:
              - id: source
                path: /bin/sh
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]
              - id: middle
                path: /bin/sh
                inputs: {in: {source: source/out, queue_policy: backpressure}}
                outputs: [{id: out, arena: 64KiB, arena_max: 1MiB}]
                restart_policy: always
                restart_delay: 0ms
            """;

    @TempDir
    Path directory;

    private TestRun run;
    private NodeListener listener;
    private String firstToken;
    private SupervisorLink first;

    @BeforeEach
    void start() throws Exception {
        run = new TestRun(directory, FLOW);
        ControlDesk desk = new ControlDesk(
                run.plan, run.files, new AllNodes(run.nodes, run.dynamic), () -> 0, run.notes::add, now -> {});
        listener = new NodeListener(run.files.run().socket(), desk, 8, System::nanoTime);
        run.work();
        firstToken = run.node("middle").token();
        first = connect(1, firstToken);
        first.ready();
        hear();
        assertThat(run.node("middle").life()).isEqualTo(NodeLife.RUNNING);
    }

    @AfterEach
    void close() {
        first.close();
        listener.close();
        run.close();
    }

    @Test
    void shouldRefuseWhatAnEarlierLifeShows() {
        beginNextLife();

        assertRefused(1, firstToken);
        assertRefused(2, firstToken);
        assertRefused(1, run.node("middle").token());
        assertThat(run.node("middle").connected()).isFalse();

        connect(2, run.node("middle").token()).close();
        assertThat(run.node("middle").connected()).isTrue();
    }

    @Test
    void shouldNotHearTheLateWordsOfADeadLife() {
        beginNextLife();

        first.ready();
        hear();
        assertThat(run.node("middle").life()).isEqualTo(NodeLife.STARTING);

        first.corrupt("in", "nothing fits");
        CompletableFuture<Grown> growth = first.requestGrowth("out", 100_000);
        hear();
        assertThat(mode()).isEqualTo(OutputControlLayout.BLOCKING);
        assertThat(run.notes).noneMatch(note -> note.contains("corrupt"));
        assertThat(growth).isNotDone();
        assertThat(run.output(1).store().arenas()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeTheNextLifeForGoneWhenTheConnectionOfADeadOneEnds() {
        beginNextLife();
        SupervisorLink second = connect(2, run.node("middle").token());
        second.ready();
        hear();

        first.bye();
        first.close();
        hear();
        run.supervisor.requestStop();
        run.work();

        assertThat(run.processes.child("middle").terminations)
                .as("it reads its words, so no signal")
                .isZero();
        second.close();
    }

    private void beginNextLife() {
        run.processes.child("middle").exit(1);
        run.advance(1_000);
        assertThat(run.node("middle").incarnation()).isEqualTo(2);
        assertThat(run.node("middle").life()).isEqualTo(NodeLife.STARTING);
    }

    /** Connects on another thread, since the supervisor's, which answers, is this one. */
    private SupervisorLink connect(long incarnation, String token) {
        CompletableFuture<SupervisorLink> link = CompletableFuture.supplyAsync(() ->
                SupervisorLink.connect(run.files.run().socket(), Hello.of("middle", incarnation, token), () -> {}));
        while (!link.isDone()) {
            listener.doWork(1);
        }
        return link.join();
    }

    private void assertRefused(long incarnation, String token) {
        assertThatThrownBy(() -> connect(incarnation, token))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("this process is not node middle of the run");
    }

    /** Lets the supervisor hear all that was said; what one has said before is there when another has been answered. */
    private void hear() {
        CompletableFuture<Void> stranger = CompletableFuture.runAsync(() -> assertThatThrownBy(
                () -> SupervisorLink.connect(run.files.run().socket(), Hello.of("nobody", 1, ""), () -> {})));
        while (!stranger.isDone()) {
            listener.doWork(1);
        }
        stranger.join();
        while (listener.doWork(0) > 0) {
            Thread.onSpinWait();
        }
    }

    private long mode() {
        return Segment.map(run.files.run().outputControl("source", "out"), SegmentKind.OUTPUT_CONTROL, TestRun.ID, true)
                .buffer()
                .getLong(OutputControlLayout.reader(0) + OutputControlLayout.READER_MODE);
    }
}
