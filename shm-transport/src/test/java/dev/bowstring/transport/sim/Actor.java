package dev.bowstring.transport.sim;

import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.segment.Fence;
import java.util.ArrayList;
import java.util.List;

/**
 * One life of one process on a {@link SimulatedMachine}: a store buffer, and the views through which it reaches memory.
 *
 * <p>A plain store leaves the buffer at any time, but never before an earlier store to the same bytes; a release store
 * only as the oldest. Loads see the own buffer first.
 */
public final class Actor {
    record Store(SimulatedFile file, int offset, int length, long value, boolean release) {
        boolean overlaps(SimulatedFile other, int otherOffset, int otherLength) {
            return file == other && offset < otherOffset + otherLength && otherOffset < offset + length;
        }

        boolean mayOvertake(Store earlier) {
            return !release && !overlaps(earlier.file, earlier.offset, earlier.length);
        }
    }

    final List<Store> buffer = new ArrayList<>();
    /** So many of the oldest stores in the buffer become visible even if it dies. */
    int executed;

    boolean dead;
    private final SimulatedMachine machine;
    private final String name;

    Actor(SimulatedMachine machine, String name) {
        this.machine = machine;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /**
     * The process has acted on what it has stored so far, in a way that outlives it: a kill loses no store that was
     * executed, and comes before it or behind it. Others see those stores no sooner for it.
     */
    public void acted() {
        executed = buffer.size();
    }

    /** A file as this actor sees it. */
    public Words words(SimulatedFile file) {
        return new View(file);
    }

    /** The fences of this actor. */
    public Fence fence() {
        return new Fence() {
            @Override
            public void full() {
                machine.step(Actor.this, true);
                machine.drainAll(Actor.this);
                machine.trace(Actor.this, "full fence");
            }

            @Override
            public void load() {
                machine.step(Actor.this, false); // loads are in program order here
            }
        };
    }

    /** The futex as this actor calls it: without a timeout, so that a lost wake-up is a deadlock. */
    public Futex futex() {
        return new Futex() {
            @Override
            public int await(long address, int expected, long timeoutNs) {
                return machine.sleep(Actor.this, address, expected) ? WOKEN : CHANGED;
            }

            @Override
            public void wakeAll(long address) {
                machine.wakeAll(Actor.this, address);
            }
        };
    }

    boolean mayDrain(int index) {
        Store store = buffer.get(index);
        for (int i = 0; i < index; i++) {
            if (!store.mayOvertake(buffer.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What the actor sees: its own stores over those that everybody sees. */
    long visible(SimulatedFile file, int offset, int length) {
        long value = file.read(offset, length);
        for (int i = 0; i < buffer.size(); i++) {
            Store store = buffer.get(i);
            if (store.overlaps(file, offset, length)) {
                value = store.offset == offset && store.length == length
                        ? store.value
                        : merged(value, offset, length, store);
            }
        }
        return length == Long.BYTES ? value : length == Integer.BYTES ? (int) value : (byte) value;
    }

    private static long merged(long value, int offset, int length, Store store) {
        long result = value;
        for (int at = Math.max(offset, store.offset);
                at < Math.min(offset + length, store.offset + store.length);
                at++) {
            long b = (store.value >>> (8 * (at - store.offset))) & 0xFF;
            int shift = 8 * (at - offset);
            result = (result & ~(0xFFL << shift)) | (b << shift);
        }
        return result;
    }

    private final class View implements Words {
        private final SimulatedFile file;

        View(SimulatedFile file) {
            this.file = file;
        }

        @Override
        public long load(int offset, int length) {
            machine.step(Actor.this, false);
            long value = visible(file, offset, length);
            machine.trace(Actor.this, "loads", file, offset, value);
            return value;
        }

        @Override
        public void store(int offset, int length, long value, Order order) {
            if (order == Order.VOLATILE) {
                machine.step(Actor.this, true);
                machine.drainAll(Actor.this);
                machine.trace(Actor.this, "stores (volatile)", file, offset, value);
                machine.write(file, offset, length, value);
            } else {
                machine.mayDie(Actor.this, true); // nobody sees it yet: who goes on makes no difference
                file.read(offset, length); // fails where a real buffer would
                machine.trace(Actor.this, "stores (" + order + ")", file, offset, value);
                buffer.add(new Store(file, offset, length, value, order == Order.RELEASE));
                machine.stored(Actor.this);
            }
        }

        @Override
        public long add(int offset, int length, long delta) {
            machine.step(Actor.this, true);
            machine.drainAll(Actor.this);
            long before = file.read(offset, length);
            machine.write(file, offset, length, before + delta);
            machine.trace(Actor.this, "adds, before", file, offset, before);
            return before;
        }

        @Override
        public int capacity() {
            return file.bytes();
        }

        @Override
        public long address() {
            return file.address();
        }
    }
}
