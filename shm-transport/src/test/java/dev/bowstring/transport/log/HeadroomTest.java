package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeadroomTest {
    private final HeapOutput output = new HeapOutput(1, 8192, 1);
    private final List<String> said = new ArrayList<>();

    @Test
    void shouldWarnOnceOfMessagesThatALossyReaderCouldHoldTooManyOf() {
        Headroom headroom = new Headroom(output.table(), 10_000, said::add);

        headroom.look(1_000);
        assertThat(said).as("8 pins, one in the window, one in the making").isEmpty();
        headroom.look(1_001);
        headroom.look(2_000);

        assertThat(said)
                .containsExactly(
                        "a message takes 1001 bytes: a lossy reader that stands still may hold 8 such messages and"
                                + " then slow this output; make its arena_max 10010 bytes (now 10000), or max_held of the"
                                + " input smaller");
    }

    @Test
    void shouldNotWarnWhereNoReaderMayMissMessages() {
        output.supervised.free(0);

        new Headroom(output.table(), 10_000, said::add).look(9_000);

        assertThat(said).isEmpty();
    }

    @Test
    void shouldNameTheReaderThatHoldsMost() {
        HeapOutput two = new HeapOutput(2, 8192, 1);
        assertThat(two.table().holder(5)).isEqualTo(Waiting.NO_READER);

        two.pin(0, 3, 77);
        two.pin(1, 0, 77);
        two.pin(1, 5, 78);

        assertThat(two.table().holder(5)).isEqualTo(1);
    }

    @Test
    void shouldNameTheBlockingReaderThatIsFurthestBehindWhenNobodyHoldsAnything() {
        HeapOutput two = new HeapOutput(2, 8192, 1);
        two.supervised.declareReader(1, "r1/in", true, 2);

        assertThat(two.table().holder(0)).as("it has taken everything").isEqualTo(Waiting.NO_READER);
        assertThat(two.table().holder(5)).isEqualTo(1);
    }
}
