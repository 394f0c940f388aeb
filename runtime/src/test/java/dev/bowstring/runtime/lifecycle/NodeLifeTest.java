package dev.bowstring.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeLifeTest {
    /** The whole table; a pair that is not here is illegal. */
    private static final Map<NodeLife, Map<NodeEvent, NodeLife>> TABLE = Map.of(
            NodeLife.DECLARED,
            Map.of(
                    NodeEvent.SPAWNED, NodeLife.STARTING,
                    NodeEvent.SPAWN_FAILED, NodeLife.FAILED,
                    NodeEvent.STOP_REQUESTED, NodeLife.STOPPED),
            NodeLife.STARTING,
            Map.of(
                    NodeEvent.READY, NodeLife.RUNNING,
                    NodeEvent.STOP_REQUESTED, NodeLife.STOPPING,
                    NodeEvent.EXITED_FOR_RESTART, NodeLife.BACKING_OFF,
                    NodeEvent.EXITED_OK, NodeLife.STOPPED,
                    NodeEvent.EXITED_BADLY, NodeLife.FAILED,
                    NodeEvent.START_TIMED_OUT, NodeLife.FAILED),
            NodeLife.BACKING_OFF,
            Map.of(
                    NodeEvent.SPAWNED, NodeLife.STARTING,
                    NodeEvent.SPAWN_FAILED, NodeLife.FAILED,
                    NodeEvent.STOP_REQUESTED, NodeLife.STOPPED,
                    NodeEvent.START_TIMED_OUT, NodeLife.FAILED),
            NodeLife.RUNNING,
            Map.of(
                    NodeEvent.STOP_REQUESTED, NodeLife.STOPPING,
                    NodeEvent.EXITED_FOR_RESTART, NodeLife.BACKING_OFF,
                    NodeEvent.EXITED_OK, NodeLife.STOPPED,
                    NodeEvent.EXITED_BADLY, NodeLife.FAILED),
            NodeLife.STOPPING,
            Map.of(
                    NodeEvent.READY, NodeLife.STOPPING,
                    NodeEvent.STOP_REQUESTED, NodeLife.STOPPING,
                    NodeEvent.EXITED_OK, NodeLife.STOPPED,
                    NodeEvent.EXITED_BADLY, NodeLife.FAILED),
            NodeLife.FAILED,
            Map.of(
                    NodeEvent.EXITED_OK, NodeLife.FAILED,
                    NodeEvent.EXITED_BADLY, NodeLife.FAILED));

    static Stream<Arguments> everyPair() {
        return Stream.of(NodeLife.values())
                .flatMap(state -> Stream.of(NodeEvent.values()).map(event -> Arguments.of(state, event)));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void shouldFollowTheTableForEveryPair(NodeLife state, NodeEvent event) {
        NodeLife expected = TABLE.getOrDefault(state, Map.of()).get(event);

        if (expected == null) {
            assertThatThrownBy(() -> state.on(event))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll(state.name(), event.name());
        } else {
            assertThat(state.on(event)).isEqualTo(expected);
        }
    }

    @Test
    void shouldEndOnlyAsStoppedOrFailed() {
        assertThat(Stream.of(NodeLife.values()).filter(NodeLife::ended))
                .containsExactly(NodeLife.STOPPED, NodeLife.FAILED);
    }
}
