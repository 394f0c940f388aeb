package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.log.HeapOutput.Life;
import dev.bowstring.transport.log.HeapOutput.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A random walk of publisher and reader over little memory, with pins that name any message there ever was: those of
 * readers that stood still between reading a slot and H2. Lives end anywhere, also within the writing of a message, so that
 * blocks which stale pins name are half written over, as a message block or as payload. Whatever they name, a recovery
 * keeps the window and what is truly held, and when the pins are gone, nothing else.
 */
@Timeout(120)
final class StalePinsModelTest {
    private static final int WALKS = 300;
    private static final int STEPS = 150;
    private static final int HOLDER = 0;
    private static final int STALE = 1;

    @Test
    void shouldKeepTheWindowAndWhatIsHeldWhateverStalePinsName() {
        long first = Long.getLong("bowstring.seed", 1);
        int stale = 0;
        for (long seed = first; seed < first + LogRuns.seeds(WALKS); seed++) {
            stale += new Walk(seed, HeapOutput::recover).walk();
        }
        assertThat(stale).as("stale pins that a recovery believed").isGreaterThan(100);
    }

    /** The walk is worth something: it breaks a recovery that believes the newest of pinned messages that overlap. */
    @Test
    void shouldNoticeARecoveryThatTakesTheOlderOfTwoForStale() {
        assertThatThrownBy(() -> {
                    for (long seed = 1; seed < 100 * WALKS; seed++) {
                        new Walk(seed, PinnedOverlaps::recoverWithoutTheOlder).walk();
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("keeps");
    }

    private record Message(Place block, List<Place> payload, long sequence) {
        List<Place> places() {
            List<Place> places = new ArrayList<>(payload);
            places.add(block);
            return places;
        }
    }

    private static final class Walk {
        private final HeapOutput output = new HeapOutput(2, 1024, 2);
        private final Random random;
        private final long seed;
        private final Map<Long, Message> messages = new HashMap<>();
        private final Map<Integer, Message> held = new HashMap<>();
        private final Reader reader = output.reader(HOLDER);
        private final Function<HeapOutput, Life> recovery;
        private Life life;
        private Block shared;
        private int believed;

        Walk(long seed, Function<HeapOutput, Life> recovery) {
            this.seed = seed;
            this.recovery = recovery;
            this.life = recovery.apply(output);
            this.random = new Random(seed);
        }

        int walk() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(9)) {
                    case 0, 1, 2, 3 -> send();
                    case 4 -> take();
                    case 5 -> release();
                    case 6 -> pinSomethingOld();
                    case 7 -> dieWriting();
                    default -> recover();
                }
            }
            output.supervised.clearPins(HOLDER);
            output.supervised.clearPins(STALE);
            shared = null;
            life = recovery.apply(output);
            assertThat(life.arena.used()).as("seed=%s", seed).isEqualTo(bytes(window()));
            return believed;
        }

        private record Making(Block message, Block payload, Block shared) {
            Message of(long sequence) {
                return new Message(place(message), List.of(place(payload), place(shared)), sequence);
            }
        }

        private void send() {
            Making making = make();
            if (making == null) {
                return;
            }
            long sequence = life.publisher.tail();
            Message sent = making.of(sequence);
            output.writeMessage(sequence, sent.block, sent.payload.toArray(Place[]::new));
            messages.put(sequence, sent);
            Payload payload = new Payload(making.message, making.payload, shared).describe(96, 0, 0, 0);
            assertThat(life.publisher.publish(payload)).isEqualTo(Room.ROOM);
            life.arena.drop(making.payload);
        }

        private void dieWriting() {
            Making making = make();
            if (making != null) {
                Message unsent = making.of(life.publisher.tail());
                output.writeMessageInPart(random, unsent.block, unsent.payload.toArray(Place[]::new));
            }
            recover();
        }

        /** The blocks of a message whose payload was filled, be it not from its first byte on. */
        private @Nullable Making make() {
            if (shared == null || random.nextInt(3) == 0) {
                if (shared != null) {
                    life.arena.drop(shared);
                }
                shared = reserve(64);
            }
            Block message = shared == null ? null : reserve(96);
            Block payload = message == null ? null : reserve(64L * (1 + random.nextInt(3)));
            if (payload == null) {
                if (message != null) {
                    life.arena.drop(message);
                }
                return null;
            }
            int skipped = random.nextBoolean() ? Long.BYTES : 0;
            output.arenas
                    .get(payload.arena())
                    .setMemory((int) payload.offset() + skipped, (int) payload.length() - skipped, (byte)
                            random.nextInt());
            return new Making(message, payload, shared);
        }

        private Block reserve(long bytes) {
            Block block = life.memory.find(bytes);
            return block != null ? block : life.memory.evict(bytes);
        }

        private static Place place(Block block) {
            return new Place(block.arena(), block.offset(), block.length());
        }

        private void take() {
            Taken taken = new Taken();
            if (reader.poll(taken) == Poll.TAKEN) {
                reader.received();
                held.put(taken.pin(), messages.get(taken.sequence()));
            }
        }

        private void release() {
            held.keySet().stream().findAny().ifPresent(pin -> {
                held.remove(pin);
                reader.release(pin);
            });
        }

        private void pinSomethingOld() {
            long tail = life.publisher.tail();
            if (tail > 0) {
                Message old = messages.get(Math.max(0, tail - 1 - random.nextInt(24)));
                output.pin(STALE, random.nextInt(HeapOutput.PINS), old.block, old.sequence);
            }
        }

        private void recover() {
            shared = null;
            life = recovery.apply(output);
            Set<Place> needed = new HashSet<>(window());
            for (Place place : needed) {
                assertThat(life.uses(place)).as("seed=%s uses %s", seed, place).isTrue();
            }
            held.values().forEach(message -> needed.addAll(message.places()));
            for (Place place : needed) {
                assertThat(life.keeps(place))
                        .as("seed=%s keeps %s", seed, place)
                        .isTrue();
            }
            believed += life.arena.used() > bytes(needed) ? 1 : 0;
        }

        private Set<Place> window() {
            Set<Place> places = new HashSet<>();
            for (long s = output.ring.getLong(RingLayout.OLDEST); s < output.ring.getLong(RingLayout.TAIL); s++) {
                places.addAll(messages.get(s).places());
            }
            return places;
        }

        private static long bytes(Set<Place> places) {
            return places.stream().mapToLong(Place::length).sum();
        }
    }
}
