package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The publisher's end as its node uses it, over real files: room, growth, refusal, and what it tells the supervisor. */
@Timeout(30)
final class OutputLogTest extends OneOutput {
    @Test
    void shouldAskForAFurtherFileBeforeReadersLoseMessages() {
        growth = this::addArena;

        for (int i = 0; i < 6; i++) {
            assertThat(send(512)).isTrue();
        }

        assertThat(asked).containsExactly(1);
        assertThat(store.supervised().account(0)).isEqualTo(new Account(6, 0, 0, 6, 3));
    }

    @Test
    void shouldTakeMessagesFromALossyReaderWhenItMayNotGrow() {
        for (int i = 0; i < 6; i++) {
            assertThat(send(512)).isTrue();
        }

        assertThat(store.supervised().account(0)).isEqualTo(new Account(6, 0, 0, 6, 4));
    }

    @Test
    void shouldUseTheMemoryAgainOfWhatALossyReaderHasTaken() {
        growth = this::addArena;
        Taken taken = new Taken();
        try (InputLog in = InputLog.open(run, "source", "out", 0)) {
            for (int i = 0; i < 6; i++) {
                assertThat(send(512)).isTrue();
                assertThat(in.poll(taken)).isEqualTo(Poll.TAKEN);
                in.received();
                in.release(taken.pin());
            }
        }

        assertThat(asked).as("its queue of three is empty each time").isEmpty();
        assertThat(store.supervised().account(0)).isEqualTo(new Account(6, 6, 0, 0, 0));
    }

    @Test
    void shouldKeepWhatALossyReaderHolds() {
        growth = this::addArena;
        Taken taken = new Taken();
        try (InputLog in = InputLog.open(run, "source", "out", 0)) {
            for (int i = 0; i < 3; i++) {
                assertThat(send(512)).isTrue();
                assertThat(in.poll(taken)).isEqualTo(Poll.TAKEN);
            }
        }

        assertThat(asked).containsExactly(1);
    }

    @Test
    void shouldNotAskAgainAtOnceAfterARefusal() {
        Block all = log.reserve(1024);

        assertThat(log.reserve(64)).isNull();
        assertThat(log.reserve(64)).isNull();
        assertThat(asked).hasSize(1);

        nowNs += 100_000_000;
        assertThat(log.reserve(64)).isNull();
        assertThat(asked).hasSize(2);
        log.giveBack(all);
    }

    @Test
    void shouldGrowNoFurtherThanItsLimit() {
        growth = this::addArena;

        for (int i = 0; i < 3; i++) {
            assertThat(log.reserve(1024)).isNotNull();
        }

        assertThat(log.reserve(64)).isNull();
        assertThat(asked).containsExactly(1, 2);
        assertThat(log.neverFits(64)).isTrue();
    }

    @Test
    void shouldLetOthersGoOnWhileOneThreadWaitsForAFile() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        growth = (index, bytes) -> {
            waiting.countDown();
            try {
                answer.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted); // nobody interrupts here
            }
            return addArena(index, bytes);
        };
        Block first = log.reserve(1024);
        var thread = Executors.newSingleThreadExecutor();
        try {
            Future<Block> grown = thread.submit(() -> log.reserve(512));
            waiting.await();

            assertThat(log.reserve(64)).as("no room, and no second request").isNull();
            assertThat(log.neverFits(64)).as("a file is on its way").isFalse();
            assertThat(log.tail()).isZero();

            answer.countDown();
            assertThat(grown.get().arena()).isEqualTo(1);
            assertThat(log.reserve(64)).isNotNull();
            assertThat(asked).containsExactly(1);
        } finally {
            thread.shutdownNow();
        }
        log.giveBack(first);
    }

    @Test
    void shouldTakeOverAFileThatCameTooLateInsteadOfAskingAgain() {
        growth = (index, bytes) -> ArenaGrowth.Answer.LATE;
        Block first = log.reserve(1024);
        assertThat(log.reserve(512)).isNull();

        store.addArena(ARENA);
        nowNs += 200_000_000;
        Block second = log.reserve(512);

        assertThat(second.arena()).isEqualTo(1);
        assertThat(asked).containsExactly(1);
        log.giveBack(first);
    }

    @Test
    void shouldNotCallLateNever() {
        growth = (index, bytes) -> ArenaGrowth.Answer.LATE;
        Block all = log.reserve(1024);

        assertThat(log.reserve(512)).isNull();
        assertThat(log.neverFits(512)).as("the file may still come").isFalse();
        nowNs += 200_000_000;
        growth = ArenaGrowth.NONE;
        assertThat(log.reserve(512)).isNull();
        assertThat(log.neverFits(512)).as("refused").isTrue();
        assertThat(log.neverFits(256)).as("less was not asked for").isFalse();
        nowNs += 200_000_000;
        assertThat(log.neverFits(512)).as("however long ago").isTrue();
        log.giveBack(all);
    }

    @Test
    void shouldBelieveTheControlWordsAndNotTheAnswer() {
        growth = (index, bytes) -> ArenaGrowth.Answer.ANNOUNCED;
        Block all = log.reserve(1024);

        assertThat(log.reserve(512)).isNull();
        assertThat(asked).containsExactly(1);
        log.giveBack(all);
    }

    @Test
    void shouldLeaveTheAskingToWhoMayWait() {
        growth = this::addArena;
        Block all = log.reserve(1024);

        assertThat(log.reserveAtOnce(512)).isNull();
        assertThat(asked).isEmpty();
        assertThat(log.grow(512)).isTrue();
        assertThat(log.reserveAtOnce(512)).isNotNull();
        assertThat(log.grow(4 * ARENA)).as("beyond the limit").isFalse();
        log.giveBack(all);
    }

    @Test
    void shouldRingItsOwnSendersWhenMemoryIsGivenBack() {
        Block block = log.reserve(1024);
        assertThat(rings).isZero();

        log.giveBack(block);
        assertThat(rings).isEqualTo(1);
        log.madeRoom();
        assertThat(rings).isEqualTo(2);
    }

    @Test
    void shouldSayWhenWaitingIsInVain() {
        assertThat(log.neverFits(3 * ARENA)).as("more than arena_max").isTrue();

        Block all = log.reserve(1024);
        assertThat(log.reserve(64)).isNull();
        assertThat(log.neverFits(64)).as("all is the caller's own").isTrue();

        log.giveBack(all);
        assertThat(log.neverFits(64)).as("given back in between").isFalse();

        assertThat(send(512)).isTrue();
        assertThat(log.neverFits(1024)).as("a reader may release it").isFalse();
    }

    @Test
    void shouldTakeIdleMemoryBackBeforeReadersLoseMessages() {
        List<Block> idle = new ArrayList<>();
        log.idleMemory(() -> {
            idle.forEach(log::giveBack);
            boolean any = !idle.isEmpty();
            idle.clear();
            return any;
        });
        assertThat(send(512)).isTrue();
        idle.add(log.reserve(512));

        assertThat(send(512)).isTrue();

        assertThat(idle).isEmpty();
        assertThat(store.supervised().account(0).unreachable()).isZero();
    }

    @Test
    void shouldForgetWhatAnEarlierLifeWaitedFor() {
        nowNs = 7;
        log.beginWait();
        log.waitsForMemory(4096);
        assertThat(store.supervised().waitsSinceNs()).isPositive();
        assertThat(store.supervised().waitsFor()).isEqualTo(new Waiting(Waiting.Kind.MEMORY, Waiting.NO_READER, 4096));
        log.close();

        log = open();

        assertThat(store.supervised().waitsFor()).isEqualTo(Waiting.NOTHING);
        assertThat(store.supervised().waitsSinceNs()).isZero();
    }

    @Test
    void shouldSaySinceWhenItWaitsAndCommitsNothing() {
        SupervisedOutput supervised = store.supervised();
        nowNs = 7;
        log.beginWait();
        nowNs = 8;
        log.beginWait();
        assertThat(supervised.waitsSinceNs()).isEqualTo(7);

        nowNs = 9;
        log.endWait();
        assertThat(supervised.waitsSinceNs()).isEqualTo(7);
        log.waitsForMemory(4096);
        assertThat(send(64)).isTrue();
        assertThat(supervised.waitsSinceNs()).as("the other still waits").isEqualTo(9);
        assertThat(supervised.waitsFor()).as("and says anew for what").isEqualTo(Waiting.NOTHING);
        log.waitsForQueue();

        log.endWait();
        assertThat(supervised.waitsSinceNs()).isZero();
        assertThat(supervised.waitsFor()).isEqualTo(Waiting.NOTHING);
        assertThat(send(64)).isTrue();
        assertThat(supervised.waitsSinceNs()).isZero();
    }

    @Test
    void shouldContinueInANewLifeWhereTheOldOneEnded() {
        assertThat(send(300)).isTrue();
        byte[] schema = {1, 2, 3};
        int id = log.schemaId(schema);
        log.close();

        log = open();

        assertThat(log.tail()).isEqualTo(1);
        assertThat(log.used()).isEqualTo(320);
        assertThat(log.schemaId(schema)).isEqualTo(id);
        assertThat(send(300)).isTrue();
    }

    @Test
    void shouldStayClosed() {
        assertThat(send(300)).isTrue();
        log.end();
        log.end();
        assertThat(send(300)).isFalse();
        log.close();

        log = open();

        assertThat(send(300)).isFalse();
        try (Segment ring = Segment.map(run.ring("source", "out"), SegmentKind.RING, run.runId(), false)) {
            assertThat(ring.buffer().getLong(RingLayout.CLOSED_AT)).isEqualTo(2);
        }
    }
}
