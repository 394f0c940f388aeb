package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BatchTurnTest {
    private final Thread me = Thread.currentThread();
    private final BatchTurn turn = new BatchTurn();

    @Test
    void shouldBeClosedOnce() {
        turn.open();

        assertThat(turn.claim(me)).isTrue();
        assertThat(turn.claim(me)).isFalse();
    }

    @Test
    void shouldBeLeftToASendThatIsUnderWay() {
        turn.open();
        turn.depart();

        assertThat(turn.claim(me)).isFalse();
        assertThat(turn.comeBack()).as("the send ends it").isFalse();
    }

    @Test
    void shouldBeItsOpenersAgainWhenASendHasFailed() {
        turn.open();
        turn.depart();

        assertThat(turn.comeBack()).isTrue();
        assertThat(turn.isOnItsWay()).isFalse();
        assertThat(turn.claim(me)).isTrue();
    }

    @Test
    void shouldNotBeClosedInThePlaceOfAnEarlierOne() {
        turn.open();
        turn.depart();
        turn.away();
        turn.over();
        CompletableFuture.runAsync(turn::open, task -> new Thread(task).start()).join();

        assertThat(turn.claim(me)).isFalse();
        assertThat(turn.isOpen()).isTrue();
        assertThat(turn.isOnItsWay()).isFalse();
    }

    @Test
    void shouldBeginNoMoreOnceItHasEnded() {
        turn.open();
        assertThat(turn.end()).isFalse();
        turn.over();

        assertThat(turn.end()).isTrue();
        assertThat(turn.open()).isFalse();
    }
}
