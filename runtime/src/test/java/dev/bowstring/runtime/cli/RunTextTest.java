package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.inspect.RunView;
import dev.bowstring.runtime.inspect.RunView.EdgeView;
import dev.bowstring.runtime.inspect.RunView.NodeView;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTextTest {
    @Test
    void shouldShowARunAsAPersonReadsIt() {
        RunView run = new RunView(
                "20260102-030405-x4f2",
                "running",
                "flights",
                "flow.yml",
                17,
                200_000,
                List.of(
                        new NodeView("a", "running", 18, 2, 61_000, 500, 12.34, 64 << 20),
                        new NodeView("reader", "backing off", 0, 3, 900, -1, -1, -1)),
                List.of(
                        new EdgeView(
                                "a/out", "reader/in", "backpressure", 10, true, 5, 0, 10, 1_500, 3, 0, 2_000_000, true),
                        new EdgeView("a/out", "gone/in", "drop_oldest", 1, false, 4, 7, 4, 0, 0, 0, 2_000_000, false)),
                List.of("arena.0 is damaged"));

        assertThat(RunText.of(List.of(run))).isEqualToNormalizingNewlines("""
                run 20260102-030405-x4f2 of flights: running for 3 min 20 s, process 17
                  node          state        for  pid  restarts    cpu     rss
                  a           running  1 min 1 s   18         2  12.3%  64 MiB
                  reader  backing off      0.9 s    -         3      -       -
                  edge                received  dropped  unread     lag  held  waited
                  a/out -> reader/in         5        0      10  1.5 us     3  2.0 ms
                  a/out -> gone/in           4        7       -       -     0  2.0 ms
                  a/out waits for reader/in
                  cannot read: arena.0 is damaged
                """);
    }

    @Test
    void shouldShowTimesInTwoUnits() {
        assertThat(RunText.time(0)).isEqualTo("0.0 s");
        assertThat(RunText.time(59_990)).isEqualTo("60.0 s");
        assertThat(RunText.time(60_000)).isEqualTo("1 min 0 s");
        assertThat(RunText.time(3_661_000)).isEqualTo("1 h 1 min");
        assertThat(RunText.time(172_800_000)).isEqualTo("2 d 0 h");
    }
}
