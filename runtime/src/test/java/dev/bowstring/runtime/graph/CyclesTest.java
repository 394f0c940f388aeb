package dev.bowstring.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CyclesTest {
    @Test
    void shouldFindNoCycleInAPipeline() {
        Cycles cycles = new Cycles(Graphs.of("a b c", "a>b", "b>c", "a>c"));

        assertThat(cycles.isInside(Graphs.edge("a>b"))).isFalse();
        assertThat(cycles.sources()).containsExactly("a");
    }

    @Test
    void shouldTakeNodesThatReachEachOtherForOneCycle() {
        Cycles cycles = new Cycles(Graphs.of("in a b c out d", "in>a", "a>b", "b>a", "b>c", "c>b", "c>out", "d>d"));

        assertThat(cycles.sources()).containsExactly("in", "b", "c", "d");
        assertThat(cycles.isInside(Graphs.edge("a>b"))).isTrue();
        assertThat(cycles.isInside(Graphs.edge("in>a"))).isFalse();
        assertThat(cycles.isInside(Graphs.edge("c>out"))).isFalse();
        assertThat(cycles.isInside(Graphs.edge("d>d"))).isTrue();
    }

    @Test
    void shouldCallACycleThatNothingFeedsASource() {
        Cycles cycles = new Cycles(Graphs.of("a b c lonely", "a>b", "b>a", "b>c"));

        assertThat(cycles.sources()).containsExactly("a", "b", "lonely");
    }
}
