package dev.bowstring.transport.control;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.transport.layout.HeaderLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NodeListenerTest extends ListenerFixture {

    @Test
    void shouldWelcomeANodeAndHearWhatItSays() {
        SupervisorLink link = link();

        assertThat(link.welcome()).isEqualTo(Frames.WELCOME);
        link.ready();
        assertThat(link.grow("flags", 40_000_000, SECONDS.toNanos(30))).contains(new Frame.Grown(1, 1, 64 << 20));
        assertThat(link.grow("flags", 400_000_000, SECONDS.toNanos(30))).isEmpty();
        link.corrupt("image", "slot of another message");
        link.bye();
        link.close();

        await().until(() -> notes.said.size() == 7);
        assertThat(notes.said)
                .containsExactly(
                        "hello camera 2",
                        "ready camera",
                        "grow flags 40000000",
                        "grow flags 400000000",
                        "corrupt image slot of another message",
                        "bye",
                        "eof the node has ended");
        assertThat(gone).hasValue(0);
    }

    @Test
    void shouldTellAToolWhereToReadOrWhyNot() {
        SupervisorLink tool = link();

        List<InputPort> ports = tool.read(List.of("camera/frames"), true);

        assertThat(ports)
                .containsExactly(new InputPort("in", "camera", "frames", 3, true, 16, 4, 0, false, Optional.empty()));
        SupervisorLink other = link();
        assertThatThrownBy(() -> other.read(List.of("camera/nothing"), false))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("refused: there is no such output");
        assertThat(notes.said).contains("read [camera/frames] true", "read [camera/nothing] false");
    }

    @Test
    void shouldTellTheNodeOnceThatTheSupervisorHasGone() throws InterruptedException {
        SupervisorLink link = link();

        stopSupervisor();

        await().until(() -> gone.get() == 1);
        assertThat(link.grow("flags", 1, SECONDS.toNanos(1))).isEmpty();
        link.ready();
        link.bye();
        link.close();
        assertThat(gone).hasValue(1);
        assertThat(socket).doesNotExist();
    }

    @Test
    void shouldNotWaitForAGrowthLongerThanAllowed() throws InterruptedException {
        SupervisorLink link = link();
        pauseSupervisor();

        assertThat(link.grow("flags", 1, 1_000_000)).isEmpty();
    }

    @Test
    void shouldSurviveThreadsThatAreInterrupted() {
        SupervisorLink link = link();

        Thread.currentThread().interrupt();
        link.grow("flags", 1, SECONDS.toNanos(30)); // empty, unless the answer came before it looked
        link.ready();
        assertThat(Thread.interrupted()).isTrue();

        assertThat(link.grow("flags", 1, SECONDS.toNanos(30))).isPresent();
        assertThat(gone).hasValue(0);
    }

    @Test
    void shouldTellANodeWhyItIsRefused() {
        Hello wrongToken = Hello.of("camera", 2, "guessed");
        Hello wrongVersion = new Hello(HeaderLayout.VERSION + 1, "camera", 2, "secret", 1);

        assertThatThrownBy(() -> SupervisorLink.connect(socket, wrongToken, gone::incrementAndGet))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("the token of camera is wrong");
        assertThatThrownBy(() -> SupervisorLink.connect(socket, wrongVersion, gone::incrementAndGet))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("has layout version " + (HeaderLayout.VERSION + 1) + ", the runtime has "
                        + HeaderLayout.VERSION + "; use the same Bowstring version");

        assertThat(notes.said).containsExactly("hello camera 2");
        assertThat(gone).hasValue(0);
    }

    @Test
    void shouldTellAProcessThatAnotherIsTakenForItsNode() {
        Hello attaching = Hello.of("camera", Hello.ATTACHING, "secret");

        assertThatThrownBy(() -> SupervisorLink.connect(socket, attaching, gone::incrementAndGet))
                .isInstanceOf(NodeBusyException.class)
                .hasMessage("process 4711 is attached as node camera");
        assertThat(gone).hasValue(0);
    }

    @Test
    void shouldHearFromAnybodyThatTheRunShallStop() {
        assertThat(StopCall.send(socket, false, SECONDS.toNanos(30)))
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(StopCall.send(socket, true, SECONDS.toNanos(30))).isPositive();

        assertThat(notes.said).containsExactly("stop false", "stop true");
    }

    @Test
    void shouldSayThatNobodyAnswersWhoCouldStopTheRun() throws Exception {
        pauseSupervisor();

        assertThatThrownBy(() -> StopCall.send(socket, false, 1_000_000))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("cannot be asked to stop: it gives no answer");
        assertThatThrownBy(() -> StopCall.send(folder.resolve("none"), false, 1))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("is the dataflow still running?");
    }

    @Test
    void shouldRefusePathsNoSocketCanHave() {
        Path path = folder.resolve("x".repeat(120));

        assertThatThrownBy(() -> SupervisorLink.connect(path, Hello.of("a", 1, ""), () -> {}))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("the path of a socket may have 107");
        assertThatThrownBy(() -> new NodeListener(path, notes, 1, () -> 0))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("shorter --shm-dir");
    }

    @Test
    void shouldSayWhenThereIsNoSupervisor() {
        assertThatThrownBy(() -> SupervisorLink.connect(folder.resolve("none"), Hello.of("a", 1, ""), () -> {}))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("is the dataflow still running?");
    }

    @Test
    void shouldNotListenWhereSomebodyDoes() {
        assertThatThrownBy(() -> new NodeListener(socket, notes, 1, () -> 0)).isInstanceOf(ControlException.class);
        assertThat(link().welcome()).isEqualTo(Frames.WELCOME);
    }

    @Test
    void shouldKeepTheSocketToItsOwner() throws IOException {
        assertThat(Files.getPosixFilePermissions(socket)).hasSize(2);
    }

    @Test
    void shouldLimitItsConnections() {
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            link();
        }

        assertThatThrownBy(this::link)
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("the runtime has 3 connections already");
        assertThat(notes.said).hasSize(MAX_CONNECTIONS);
    }

    @Test
    void shouldIgnoreAnAnswerToANodeThatHasGone() {
        SupervisorLink link = link();
        NodeConnection node = notes.last;
        link.close();
        await().until(() -> notes.said.contains("eof the node has ended"));

        node.answer(new Frame.Grown(1, 1, 1));

        assertThat(link.grow("flags", 1, 1)).isEmpty();
    }
}
