package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.log.OutputPlan.ReaderPlan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When messages that are committed together are committed. */
@Timeout(30)
final class OutputBurstTest extends OneOutput {
    @Test
    void shouldCommitHalfAQueueTogetherAtMost() {
        reopenFor(20);
        log.burst(1_000);

        for (int i = 1; i <= 15; i++) {
            assertThat(send(64)).isTrue();
            assertThat(log.tail()).isEqualTo(i / 10 * 10);
        }
        log.commit();

        assertThat(log.tail()).isEqualTo(15);
    }

    @Test
    void shouldNotAskForAFurtherFileWhileWhatHasGatheredTakesTheMemory() {
        growth = this::addArena;
        reopenFor(1); // the newest alone is wanted: a burst of any size
        log.burst(1_000);

        send(256);
        send(256);
        assertThat(log.tail()).isZero();
        for (int i = 0; i < 20; i++) {
            assertThat(send(256)).isTrue();
        }

        assertThat(asked).isEmpty();
    }

    @Test
    void shouldCommitBeforeAMessageWaitsAndEachOneMeanwhile() {
        reopenFor(20);
        log.burst(10);
        send(64);
        assertThat(log.tail()).isZero();

        log.beginWait();
        assertThat(log.tail()).isEqualTo(1);
        send(64);
        assertThat(log.tail()).isEqualTo(2);
        log.endWait();
        send(64);

        assertThat(log.tail()).isEqualTo(2);
    }

    @Test
    void shouldCommitBeforeItWaitsForAFurtherFile() {
        reopenFor(20);
        growth = (index, bytes) -> {
            assertThat(log.tail()).isEqualTo(1);
            return addArena(index, bytes);
        };
        log.burst(10);
        send(64);

        assertThat(log.grow(1024)).isTrue();
        assertThat(asked).containsExactly(1);
    }

    private void reopenFor(int queue) {
        closeOutput();
        output = "wide";
        List<ReaderPlan> readers = List.of(new ReaderPlan("sink/in", false, queue, 4));
        store = OutputStore.create(run, new OutputPlan("source", output, readers, ARENA, 3 * ARENA));
        log = open();
    }
}
