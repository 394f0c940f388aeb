package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.lifecycle.AttachState;
import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.NodeState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusBoardTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void shouldHaveAWordForEachStateOfANode(NodeLife life) {
        assertThat(NodeState.valueOf(life.name()).name()).isEqualTo(life.name());
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveAWordForEachStateOfADynamicNode(AttachState state) {
        assertThat(NodeState.valueOf(state.name()).name()).isEqualTo(state.name());
    }

    @Test
    void shouldShowWhatBecomesOfEachNode() throws Exception {
        try (TestRun run = new TestRun(directory, """
                nodes:
                  - {id: a, path: /bin/sh, outputs: [out]}
                  - {id: d, path: dynamic, inputs: {in: a/out}}
                """)) {
            NodeControlReader a = new NodeControlReader(run.files.node("a").control());
            NodeControlReader d = new NodeControlReader(run.files.node("d").control());
            assertThat(a.state()).contains(NodeState.DECLARED);

            run.work();
            assertThat(a.state()).contains(NodeState.STARTING);
            assertThat(a.pid()).isEqualTo(42);
            assertThat(d.state()).contains(NodeState.DETACHED);
            long since = a.sinceNs();
            run.advance(10);
            assertThat(a.sinceNs()).as("nothing has changed").isEqualTo(since);

            run.node("a").hello();
            run.node("a").ready(0);
            run.advance(10);
            assertThat(a.state()).contains(NodeState.RUNNING);
            assertThat(a.sinceNs()).isGreaterThan(since);

            run.processes.child("a").exit(3);
            run.advance(10);
            assertThat(a.state()).contains(NodeState.FAILED);
            assertThat(a.pid()).isZero();
        }
    }
}
