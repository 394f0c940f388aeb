package dev.bowstring.transport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.layout.NodeControlLayout;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NodeControlTest {
    private final UnsafeBuffer page = new UnsafeBuffer(ByteBuffer.allocateDirect(NodeControlLayout.FILE_LENGTH));
    private final NodeControlWriter supervisor = new NodeControlWriter(page);
    private final NodeControlReader node = new NodeControlReader(page);

    @Test
    void shouldSayNothingAtFirst() {
        assertThat(node.go()).isFalse();
        assertThat(node.draining()).isFalse();
        assertThat(node.stopping()).isFalse();
        assertThat(node.stopReason()).isEmpty();
    }

    @Test
    void shouldCarryEveryWord() {
        supervisor.begin(3);
        supervisor.go();
        supervisor.draining();
        supervisor.wallMinusMonotonicNs(-7);

        assertThat(page.getLong(NodeControlLayout.INCARNATION)).isEqualTo(3);
        assertThat(node.go()).isTrue();
        assertThat(node.draining()).isTrue();
        assertThat(node.wallMinusMonotonicNs()).isEqualTo(-7);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryEveryReasonAndKeepTheFirst(StopReason reason) {
        supervisor.stop(reason);
        supervisor.stop(StopReason.SUPERVISOR_GONE);

        assertThat(node.stopping()).isTrue();
        assertThat(node.stopReason()).contains(reason);
    }

    @Test
    void shouldStopForAReasonItDoesNotKnow() {
        page.putLong(NodeControlLayout.STOP, Long.MIN_VALUE);

        assertThat(node.stopReason()).contains(StopReason.REQUESTED);
    }

    @Test
    void shouldLetTheNextIncarnationRunAtOnce() {
        supervisor.begin(1);
        supervisor.go();
        supervisor.draining();
        supervisor.stop(StopReason.REQUESTED);

        supervisor.begin(2);

        assertThat(page.getLong(NodeControlLayout.INCARNATION)).isEqualTo(2);
        assertThat(node.draining()).isFalse();
        assertThat(node.stopping()).isFalse();
        assertThat(node.go()).isTrue();
    }

    @Test
    void shouldKeepTheNumbersOfStates() {
        assertThat(NodeState.values()).extracting(NodeState::code).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(NodeState.values())
                .extracting(NodeState::name)
                .containsExactly(
                        "DECLARED",
                        "STARTING",
                        "RUNNING",
                        "BACKING_OFF",
                        "STOPPING",
                        "STOPPED",
                        "FAILED",
                        "DETACHED",
                        "ATTACHED",
                        "LOST");
    }

    @Test
    void shouldShowTheStateOfTheNodeToWhoeverLooks() {
        assertThat(node.state()).contains(NodeState.DECLARED);
        for (NodeState state : NodeState.values()) {
            supervisor.show(state, 4711, 42);
            assertThat(node.state()).contains(state);
        }
        assertThat(node.pid()).isEqualTo(4711);
        assertThat(node.sinceNs()).isEqualTo(42);

        supervisor.begin(2);
        assertThat(node.incarnation()).isEqualTo(2);
        assertThat(node.state()).contains(NodeState.LOST);
        page.putLong(NodeControlLayout.STATE, Long.MAX_VALUE);
        assertThat(node.state()).isEmpty();
    }
}
