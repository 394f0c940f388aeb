package dev.bowstring.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DownstreamTest {
    @Test
    void shouldNameWhatTheDataReachesOverAnyNumberOfEdges() {
        Graph graph = Graphs.of("a b c d e", "a>b", "b>c", "d>c", "d>e");

        assertThat(Downstream.of(graph, List.of("a"))).containsExactly("b", "c");
        assertThat(Downstream.of(graph, List.of("a", "d"))).containsExactly("b", "c", "e");
        assertThat(Downstream.of(graph, List.of("c"))).isEmpty();
        assertThat(Downstream.of(graph, List.of())).isEmpty();
    }

    @Test
    void shouldNameANodeThatReachesItself() {
        assertThat(Downstream.of(Graphs.of("a b", "a>b", "b>a"), List.of("a"))).containsExactly("a", "b");
    }
}
