package dev.bowstring.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockingCyclesTest {
    @Test
    void shouldAllowACycleWithOneOutputThatDrops() {
        assertThat(find(Graphs.of("a b c", "a=b", "b>c", "c=a"))).isEmpty();
        assertThat(find(Graphs.of("a", "a>a"))).isEmpty();
    }

    @Test
    void shouldNameACycleInWhichEveryEdgeBlocks() {
        assertThat(find(Graphs.of("a b c", "a=b", "b=c", "c=a"))).containsExactly("a=b b=c c=a");
        assertThat(find(Graphs.of("a", "a=a"))).containsExactly("a=a");
    }

    @Test
    void shouldCountAnInputThatDropsWhenAnotherReaderOfTheOutputBlocks() {
        assertThat(find(Graphs.of("a b c", "a>b", "b=a", "a=c"))).containsExactly("a>b b=a");
    }

    @Test
    void shouldNameTheShortestCycleAndEachCycleOnce() {
        Graph graph = Graphs.of("a b c d", "a=b", "b=c", "c=a", "b=a", "c=d", "d=c");

        assertThat(find(graph)).containsExactly("a=b b=a", "b=c c=a a=b", "c=d d=c");
    }

    @Test
    void shouldStopAtTheLimit() {
        Graph graph = Graphs.of("a b c", "a=a", "b=b", "c=c");

        assertThat(BlockingCycles.find(graph, 2)).hasSize(2);
    }

    private static List<String> find(Graph graph) {
        return BlockingCycles.find(graph, 100).stream()
                .map(cycle -> String.join(
                        " ", cycle.stream().map(BlockingCyclesTest::text).toList()))
                .toList();
    }

    private static String text(Edge edge) {
        return edge.from() + (edge.backpressure() ? "=" : ">") + edge.to();
    }
}
