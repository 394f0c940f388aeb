package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.Pin;
import dev.bowstring.transport.layout.ReaderLayout;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A random walk of publisher and reader over little memory, with pins that name any message there ever was: those of
 * readers that stood still between reading a slot and H2. Whatever they name, a recovery keeps the window and what is
 * truly held, and when the pins are gone, nothing else.
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
            stale += new Walk(seed).walk();
        }
        assertThat(stale).as("stale pins that a recovery believed").isGreaterThan(100);
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
        private Life life = output.recover();
        private Block shared;
        private int believed;

        Walk(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        int walk() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2, 3 -> send();
                    case 4 -> take();
                    case 5 -> release();
                    case 6 -> pinSomethingOld();
                    default -> recover();
                }
            }
            output.supervised.clearPins(HOLDER);
            output.supervised.clearPins(STALE);
            shared = null;
            life = output.recover();
            assertThat(life.arena.used()).as("seed=%s", seed).isEqualTo(bytes(window()));
            return believed;
        }

        private void send() {
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
                return;
            }
            long sequence = life.publisher.tail();
            Message sent = new Message(place(message), List.of(place(payload), place(shared)), sequence);
            output.arenas.get(payload.arena()).setMemory((int) payload.offset(), (int) payload.length(), (byte)
                    sequence);
            output.writeMessage(sequence, sent.block, sent.payload.toArray(Place[]::new));
            messages.put(sequence, sent);
            Room room = life.publisher.publish(new Payload(message, payload, shared).describe(96, 0, 0, 0));
            assertThat(room).isEqualTo(Room.ROOM);
            life.arena.drop(payload);
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
            life = output.recover();
            Set<Place> needed = new HashSet<>(window());
            held.values().forEach(message -> needed.addAll(message.places()));
            for (Place place : needed) {
                assertThat(life.uses(place)).as("seed=%s uses %s", seed, place).isTrue();
            }
            long more = life.arena.used() - bytes(needed);
            assertThat(more).as("seed=%s", seed).isBetween(0L, bytes(stalePlaces()));
            believed += more > 0 ? 1 : 0;
        }

        private Set<Place> window() {
            Set<Place> places = new HashSet<>();
            for (long s = output.ring.getLong(RingLayout.OLDEST); s < output.ring.getLong(RingLayout.TAIL); s++) {
                places.addAll(messages.get(s).places());
            }
            return places;
        }

        private Set<Place> stalePlaces() {
            Set<Place> places = new HashSet<>();
            for (int pin = 0; pin < HeapOutput.PINS; pin++) {
                long word = output.readers.get(STALE).getLong(ReaderLayout.pin(pin));
                if (word != Pin.NONE) {
                    places.addAll(messages.get(Pin.sequenceBits(word) - 1L).places());
                }
            }
            return places;
        }

        private static long bytes(Set<Place> places) {
            return places.stream().mapToLong(Place::length).sum();
        }
    }
}
