package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.layout.Pin;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.log.HeapOutput.Life;
import dev.bowstring.transport.log.HeapOutput.Place;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a new life of a publisher believes to be in use (L4). The window is the messages 10 and 11, unless said otherwise. */
@Timeout(60)
final class RecoveryTest {
    private static final Place BLOCK_10 = new Place(0, 1024, 128);
    private static final Place PAYLOAD_10 = new Place(0, 1152, 256);
    private static final Place BLOCK_11 = new Place(1, 1024, 128);
    private static final Place PAYLOAD_11 = new Place(1, 1152, 256);
    private static final long WINDOW = 768;

    private final HeapOutput output = new HeapOutput(2, 8192, 2);

    @BeforeEach
    void windowOfTwo() {
        output.writeMessage(10, BLOCK_10, PAYLOAD_10);
        output.writeMessage(11, BLOCK_11, PAYLOAD_11);
        output.commit(10, BLOCK_10);
        output.commit(11, BLOCK_11);
        output.window(10, 12);
    }

    @Test
    void shouldFindTheWindowAndNothingElse() {
        Life life = output.recover();

        assertThat(life.uses(BLOCK_10) && life.uses(PAYLOAD_10) && life.uses(BLOCK_11) && life.uses(PAYLOAD_11))
                .isTrue();
        assertThat(life.arena.used()).isEqualTo(WINDOW);
        assertThat(life.publisher.tail()).isEqualTo(12);
    }

    @Test
    void shouldTakeADescriptionForAsLongAsTheBlockItLiesIn() {
        assertThat(output.arenas.get(0).getInt(1024 + MessageBlockLayout.TOTAL_BYTES))
                .isEqualTo(80);

        assertThat(output.recover().uses(BLOCK_10)).isTrue();
    }

    @Test
    void shouldKeepWhatAPinHolds() {
        Place block = new Place(0, 4096, 128);
        Place payload = new Place(1, 4096, 64);
        output.writeMessage(5, block, payload);
        output.pin(1, 7, block, 5);

        Life life = output.recover();

        assertThat(life.uses(block) && life.uses(payload)).isTrue();
        assertThat(life.arena.used()).isEqualTo(WINDOW + 192);

        output.pin(1, 7, Pin.NONE);
        life.publisher.reclaim();
        assertThat(life.isFree(block) && life.isFree(payload)).isTrue();
    }

    @Test
    void shouldCountAMessageOnceHoweverManyPinsNameIt() {
        Place block = new Place(0, 4096, 128);
        output.writeMessage(5, block, new Place(1, 4096, 64));
        output.pin(0, 0, block, 5);
        output.pin(0, 1, BLOCK_10, 10);
        output.pin(1, 0, block, 5);
        output.pin(1, 1, BLOCK_10, 10);

        Life life = output.recover();

        assertThat(life.arena.used()).isEqualTo(WINDOW + 192);
        output.supervised.clearPins(0);
        life.publisher.reclaim();
        assertThat(life.arena.used()).as("the other reader still holds it").isEqualTo(WINDOW + 192);
        output.supervised.clearPins(1);
        life.publisher.reclaim();
        assertThat(life.arena.used()).isEqualTo(WINDOW);
    }

    /** Reader 1 stopped before H2 with a pin on message 9, whose block was given away and is half written over. */
    @Test
    void shouldNotBelieveAHalfRewrittenBlockAtTheCostOfWhatIsHeld() {
        Place held = new Place(1, 4096, 128);
        Place heldPayload = new Place(0, 2112, 64);
        Place stale = new Place(0, 4096, 128);
        output.writeMessage(5, held, heldPayload);
        output.pin(0, 0, held, 5);
        output.writeMessage(9, stale, new Place(0, 2048, 64));
        output.pin(1, 0, stale, 9);
        int firstEntry = (int) stale.offset() + MessageBlockLayout.HEADER_LENGTH;
        output.arenas
                .get(0)
                .putInt(firstEntry + MessageBlockLayout.BLOCK_UNITS, 3); // of message 12, which has no offset yet

        Life life = output.recover();

        assertThat(life.uses(held) && life.keeps(heldPayload)).isTrue();
        output.supervised.clearPins(1);
        life.publisher.reclaim();
        assertThat(life.uses(held) && life.keeps(heldPayload)).isTrue();
        output.supervised.clearPins(0);
        life.publisher.reclaim();
        assertThat(life.arena.used()).isEqualTo(WINDOW);
    }

    @Test
    void shouldKeepAllThatOverlappingPinnedMessagesName() {
        Place older = new Place(0, 4096, 128);
        Place olderPayload = new Place(0, 4224, 256);
        Place newer = new Place(1, 4096, 128);
        Place newerPayload = new Place(0, 4352, 256); // its first half is the older one's second
        output.writeMessage(5, older, olderPayload);
        output.writeMessage(7, newer, newerPayload);
        output.pin(0, 0, older, 5);
        output.pin(1, 1, newer, 7);

        Life life = output.recover();

        assertThat(life.keeps(older) && life.keeps(olderPayload) && life.keeps(newer) && life.keeps(newerPayload))
                .isTrue();
        output.supervised.clearPins(0);
        life.publisher.reclaim();
        assertThat(life.keeps(newer) && life.keeps(newerPayload) && life.isFree(older))
                .isTrue();
        output.supervised.clearPins(1);
        life.publisher.reclaim();
        assertThat(life.arena.used()).isEqualTo(WINDOW);
    }

    @Test
    void shouldNotLetAPinReachIntoTheWindow() {
        Place stale = new Place(0, 4096, 128);
        output.writeMessage(5, stale, new Place(0, 1152 + 64, 256));
        output.pin(0, 0, stale, 5);

        Life life = output.recover();

        assertThat(life.uses(BLOCK_10) && life.uses(PAYLOAD_10)).isTrue();
        output.pin(0, 0, Pin.NONE);
        life.publisher.reclaim();
        assertThat(life.uses(BLOCK_10) && life.uses(PAYLOAD_10)).isTrue();
        assertThat(life.arena.used()).isEqualTo(WINDOW);
    }

    @Test
    void shouldNotFollowAPinOnWhatWasNeverCommitted() {
        Place block = new Place(0, 4096, 128);
        output.writeMessage(12, block, new Place(1, 4096, 64));
        output.pin(0, 0, block, 12);

        assertThat(output.recover().arena.used()).isEqualTo(WINDOW);
    }

    @Test
    void shouldShareExactlyEqualBlocks() {
        Place shared = new Place(1, 4096, 192);
        Place first = new Place(0, 4096, 128);
        Place second = new Place(0, 4224, 128);
        output.writeMessage(5, first, shared);
        output.writeMessage(6, second, shared, PAYLOAD_10);
        output.pin(0, 0, first, 5);
        output.pin(1, 0, second, 6);

        Life life = output.recover();

        assertThat(life.uses(shared)).isTrue();
        assertThat(life.arena.used()).isEqualTo(WINDOW + 128 + 128 + 192);
        output.supervised.clearPins(1);
        life.publisher.reclaim();
        assertThat(life.uses(shared) && life.uses(PAYLOAD_10)).isTrue();
        output.supervised.clearPins(0);
        life.publisher.reclaim();
        assertThat(life.arena.used()).isEqualTo(WINDOW);
    }

    @Test
    void shouldNotFollowAPinWhoseBlockDoesNotCarryItsSequence() {
        Place block = new Place(0, 4096, 128);
        output.writeMessage(6, block, new Place(1, 4096, 64));
        output.pin(0, 0, block, 5);

        assertThat(output.recover().arena.used()).isEqualTo(WINDOW);
    }

    @Test
    void shouldSurviveAnyPin() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            Place block = new Place(random.nextInt(2), 4096 + 64L * random.nextInt(60), 128);
            for (int at = 0; at < 128 && block.offset() + at < 8192; at += 4) {
                output.arenas.get(block.arena()).putInt((int) block.offset() + at, odd(random));
            }
            output.arenas.get(block.arena()).putLong((int) block.offset(), 5);
            output.pin(0, random.nextInt(HeapOutput.PINS), block, 5);
            output.pin(1, random.nextInt(HeapOutput.PINS), random.nextLong());

            Life life = output.recover();

            assertThat(life.uses(BLOCK_10) && life.uses(PAYLOAD_11))
                    .as("round %s", round)
                    .isTrue();
        }
    }

    private static int odd(Random random) {
        int[] values = {0, 1, 64, 128, 80, 4096, 8192, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt()};
        return values[random.nextInt(values.length)];
    }

    @Test
    void shouldRefuseADamagedWindow() {
        output.ring.putLong(RingLayout.slot(11, HeapOutput.SLOTS), 3);
        assertThatThrownBy(output::recover)
                .isInstanceOf(CorruptLogException.class)
                .hasMessage("window: message 11 is damaged");

        output.commit(11, new Place(7, 1024, 128));
        assertThatThrownBy(output::recover).isInstanceOf(CorruptLogException.class);

        output.commit(11, new Place(1, 1 << 20, 128));
        assertThatThrownBy(output::recover).isInstanceOf(CorruptLogException.class);

        output.commit(11, BLOCK_11);
        output.writeMessage(11, BLOCK_11, new Place(0, 1024 + 64, 64));
        assertThatThrownBy(output::recover)
                .isInstanceOf(CorruptLogException.class)
                .hasMessage("window: message 11 overlaps another");

        output.window(5, 4);
        assertThatThrownBy(output::recover).isInstanceOf(CorruptLogException.class);
        output.window(0, HeapOutput.SLOTS + 1);
        assertThatThrownBy(output::recover).isInstanceOf(CorruptLogException.class);
    }
}
