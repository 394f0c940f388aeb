package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.sim.Order;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.Words;
import dev.bowstring.transport.sim.WordsAround;
import java.util.HashMap;
import java.util.Map;

/** The protocol with one rule left out, each: what a test of the protocol must notice. */
final class Mutants {
    private static final Fence NO_FENCE = new Fence() {
        @Override
        public void full() {}

        @Override
        public void load() {}
    };

    private Mutants() {}

    /** Weakens the stores to one word of one file. */
    private static Mutant.Accesses weakening(SimulatedFile target, int offset, Order to) {
        return new Mutant.Accesses() {
            @Override
            Words words(SimulatedFile file, Words words) {
                return file != target
                        ? words
                        : new WordsAround(words) {
                            @Override
                            public void store(int at, int length, long value, Order order) {
                                super.store(at, length, value, at == offset ? to : order);
                            }
                        };
            }
        };
    }

    /** W4 as a plain store. */
    static final class TailPlain extends Mutant {
        @Override
        Accesses publisher(LogWorld world) {
            return weakening(world.ring, RingLayout.TAIL, Order.PLAIN);
        }
    }

    /** RECEIVED as a plain store. */
    static final class ReceivedPlain extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return weakening(world.readerFiles.get(number), ReaderLayout.RECEIVED, Order.PLAIN);
        }
    }

    /** H1 as a release store: the pin may become visible after H2 has looked. */
    static final class PinRelease extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return weakening(world.readerFiles.get(number), ReaderLayout.pin(0), Order.RELEASE);
        }
    }

    /** What a reader does between H1 and H2, and after a failed H2. */
    private abstract static class AroundH2 extends Mutant.Accesses {
        private final LogWorld world;
        private final int number;
        long pinned = -1;

        AroundH2(LogWorld world, int number) {
            this.world = world;
            this.number = number;
        }

        /** What H2 is to see. */
        long h2(long oldest) {
            return oldest;
        }

        /** What a reader is to see that asks whether to ring, after its release. */
        long waitingRoom(long waiting) {
            return waiting;
        }

        @Override
        Words words(SimulatedFile file, Words words) {
            if (file == world.readerFiles.get(number)) {
                return new WordsAround(words) {
                    @Override
                    public void store(int at, int length, long value, Order order) {
                        super.store(at, length, value, order);
                        if (at >= ReaderLayout.PINS && value != 0) {
                            pinned = (value & 0xFFFF_FFFFL) - 1;
                        }
                    }
                };
            }
            return file != world.ring && file != world.publisherBell
                    ? words
                    : new WordsAround(words) {
                        @Override
                        public long load(int at, int length) {
                            long value = super.load(at, length);
                            if (file == world.publisherBell) {
                                return at == DoorbellLayout.WAITING_ROOM ? waitingRoom(value) : value;
                            }
                            return at == RingLayout.OLDEST && pinned >= 0 ? h2(value) : value;
                        }
                    };
        }
    }

    /** No look at OLDEST after the pin. */
    static final class NoH2 extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return new AroundH2(world, number) {
                @Override
                long h2(long oldest) {
                    pinned = -1;
                    return 0;
                }
            };
        }
    }

    /** A failed H2 releases its pin and does not ring. */
    static final class FailedH2DoesNotRing extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return new AroundH2(world, number) {
                private boolean failed;

                @Override
                long h2(long oldest) {
                    failed = oldest > pinned;
                    pinned = -1;
                    return oldest;
                }

                @Override
                long waitingRoom(long waiting) {
                    long seen = failed ? 0 : waiting;
                    failed = false;
                    return seen;
                }
            };
        }
    }

    /** The reader takes slot t when everything below t has been retired: {@code s == t} is not tested. */
    static final class BeyondTail extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return new Accesses() {
                private long cursor = world.readerCursor(number);

                @Override
                Words words(SimulatedFile file, Words words) {
                    return file != world.ring && file != world.readerFiles.get(number)
                            ? words
                            : new WordsAround(words) {
                                @Override
                                public void store(int at, int length, long value, Order order) {
                                    super.store(at, length, value, order);
                                    cursor = at == ReaderLayout.CURSOR ? value : cursor;
                                }

                                @Override
                                public long load(int at, int length) {
                                    long value = super.load(at, length);
                                    return file == world.ring && at == RingLayout.TAIL && value != cursor
                                            ? value + 1
                                            : value;
                                }
                            };
                }
            };
        }
    }

    /** Any CLOSED_AT ends the input, whatever TAIL was a moment ago. */
    static final class ClosedAtOnce extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return new Accesses() {
                private long tail;

                @Override
                Words words(SimulatedFile file, Words words) {
                    return file != world.ring
                            ? words
                            : new WordsAround(words) {
                                @Override
                                public long load(int at, int length) {
                                    long value = super.load(at, length);
                                    tail = at == RingLayout.TAIL ? value : tail;
                                    return at == RingLayout.CLOSED_AT && value != 0 ? tail + 1 : value;
                                }
                            };
                }
            };
        }
    }

    /** The reader rings after a release, or after H3, without a fence in between. */
    static final class NoFenceAfterRelease extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return new Accesses() {
                @Override
                Fence fence(Fence fence) {
                    return NO_FENCE;
                }
            };
        }
    }

    /** The publisher looks at WAITING_INPUT without a fence after its commit. */
    static final class NoFenceAfterCommit extends Mutant {
        @Override
        Accesses publisher(LogWorld world) {
            return new FenceAfter(world, true);
        }
    }

    /** W1 as a release store without a fence. */
    static final class W1Release extends Mutant {
        @Override
        Accesses publisher(LogWorld world) {
            return new FenceAfter(world, false);
        }
    }

    /** Leaves out the fence after a commit (and a close), or the one after W1 together with W1's own. */
    private static final class FenceAfter extends Mutant.Accesses {
        private final LogWorld world;
        private final boolean afterCommit;
        private boolean leaveOut;

        FenceAfter(LogWorld world, boolean afterCommit) {
            this.world = world;
            this.afterCommit = afterCommit;
        }

        @Override
        Words words(SimulatedFile file, Words words) {
            return file != world.ring
                    ? words
                    : new WordsAround(words) {
                        @Override
                        public void store(int at, int length, long value, Order order) {
                            boolean w1 = at == RingLayout.OLDEST;
                            super.store(at, length, value, w1 && !afterCommit ? Order.RELEASE : order);
                            leaveOut = afterCommit ? at == RingLayout.TAIL || at == RingLayout.CLOSED_AT : w1;
                        }
                    };
        }

        @Override
        Fence fence(Fence fence) {
            return new Fence() {
                @Override
                public void full() {
                    if (!leaveOut) {
                        fence.full();
                    }
                    leaveOut = false;
                }

                @Override
                public void load() {
                    fence.load();
                }
            };
        }
    }

    /** The pins are read before W1, never after it. */
    static final class ScanBeforeW1 extends Mutant {
        @Override
        Accesses publisher(LogWorld world) {
            return new EarlyScan(world, false);
        }
    }

    /** Step 4 looks at the pins before it retires, and not again. */
    static final class NoSecondScan extends Mutant {
        @Override
        Accesses publisher(LogWorld world) {
            return new EarlyScan(world, true);
        }
    }

    /** The scan that follows a retirement sees the pins as they were before it. */
    private static final class EarlyScan extends Mutant.Accesses {
        private final LogWorld world;
        private final boolean onlyInStep4;
        private final Map<SimulatedFile, Words> readers = new HashMap<>();
        private final Map<String, Long> before = new HashMap<>();
        private boolean evicting;

        EarlyScan(LogWorld world, boolean onlyInStep4) {
            this.world = world;
            this.onlyInStep4 = onlyInStep4;
        }

        @Override
        void evicting(boolean begins) {
            evicting = begins;
        }

        @Override
        Words words(SimulatedFile file, Words words) {
            if (file == world.ring) {
                return new WordsAround(words) {
                    @Override
                    public void store(int at, int length, long value, Order order) {
                        if (at == RingLayout.OLDEST && (evicting || !onlyInStep4)) {
                            scan();
                        }
                        super.store(at, length, value, order);
                    }
                };
            }
            if (!world.readerFiles.contains(file)) {
                return words;
            }
            readers.put(file, words);
            return new WordsAround(words) {
                @Override
                public long load(int at, int length) {
                    Long early = before.remove(file + "+" + at);
                    return early != null ? early : super.load(at, length);
                }
            };
        }

        private void scan() {
            readers.forEach((file, words) -> {
                for (int at = ReaderLayout.PINS; at < words.capacity(); at += Long.BYTES) {
                    before.put(file + "+" + at, words.load(at, Long.BYTES));
                }
            });
        }
    }

    /** Retires what BLOCKING readers have not taken; the gate still asks them. */
    static final class RetireIgnoresCursor extends Mutant {
        @Override
        Accesses publisher(LogWorld world) {
            return new Accesses() {
                private int gateLooks;

                @Override
                Words words(SimulatedFile file, Words words) {
                    return new WordsAround(words) {
                        @Override
                        public long load(int at, int length) {
                            long value = super.load(at, length);
                            if (file == world.control && at == OutputControlLayout.GENERATION) {
                                gateLooks = world.readerFiles.size();
                            }
                            boolean cursor = world.readerFiles.contains(file) && at == ReaderLayout.CURSOR;
                            return cursor && gateLooks-- <= 0 ? Long.MAX_VALUE : value;
                        }
                    };
                }
            };
        }
    }

    /** Recovery believes that nobody holds anything. */
    static final class RecoveryIgnoresPins extends Mutant {
        @Override
        Accesses publisher(LogWorld world) {
            return new Accesses() {
                private boolean recovering;

                @Override
                void recovering(boolean begins) {
                    recovering = begins;
                }

                @Override
                Words words(SimulatedFile file, Words words) {
                    return !world.readerFiles.contains(file)
                            ? words
                            : new WordsAround(words) {
                                @Override
                                public long load(int at, int length) {
                                    return recovering && at >= ReaderLayout.PINS ? 0 : super.load(at, length);
                                }
                            };
                }
            };
        }
    }

    /** The last count of a shared block goes with the first of its messages. */
    static final class SharedBlockFreedFirst extends Mutant {
        private final Map<Block, Payload> holders = new HashMap<>();

        @Override
        Payload payload(Block message, Block... blocks) {
            return new Payload(message, blocks) {
                @Override
                protected void committed(Arena arena) {
                    super.committed(arena);
                    for (Block block : blocks) {
                        if (holders.putIfAbsent(block, this) != null) {
                            arena.drop(block);
                        }
                    }
                }

                @Override
                protected void released(Arena arena) {
                    for (Block block : blocks) {
                        if (holders.remove(block, this)) {
                            arena.drop(block);
                        }
                    }
                    arena.drop(messageBlock());
                }
            };
        }
    }

    /** The pins of a process are cleared although it lives. */
    static final class PinsOfTheLivingCleared extends Mutant {
        @Override
        boolean clearsPinsOfTheLiving() {
            return true;
        }
    }

    /** The pins of a process are left when it has died. */
    static final class PinsOfTheDeadLeft extends Mutant {
        @Override
        boolean clearsPinsOfTheDead() {
            return false;
        }
    }

    /** Nobody is rung when somebody has died. */
    static final class NoRingAfterADeath extends Mutant {
        @Override
        boolean ringsAfterADeath() {
            return false;
        }
    }

    /** The sleeper looks again without a fence after it has said that it sleeps. */
    static final class NoFenceOfTheSleeper extends Mutant {
        @Override
        Fence sleeperFence(Fence fence) {
            return NO_FENCE;
        }
    }

    /** The supervisor looks at TAIL once when it attaches a reader, before the publisher can know of it. */
    static final class AttachWithoutSecondLook extends Mutant {
        @Override
        Accesses supervisor(LogWorld world) {
            return new Accesses() {
                private boolean modeSaid;

                @Override
                Words words(SimulatedFile file, Words words) {
                    return new WordsAround(words) {
                        @Override
                        public void store(int at, int length, long value, Order order) {
                            modeSaid |= file == world.control && at == OutputControlLayout.GENERATION;
                            boolean secondLook = modeSaid && world.readerFiles.contains(file);
                            if (!secondLook) {
                                super.store(at, length, value, order);
                            }
                        }
                    };
                }
            };
        }
    }

    /** The second look at TAIL without the fence before it, and the mode and GENERATION by release. */
    static final class AttachWithoutFence extends Mutant {
        @Override
        Accesses supervisor(LogWorld world) {
            return new Accesses() {
                @Override
                Words words(SimulatedFile file, Words words) {
                    return file != world.control
                            ? words
                            : new WordsAround(words) {
                                @Override
                                public void store(int at, int length, long value, Order order) {
                                    super.store(at, length, value, Order.RELEASE);
                                }
                            };
                }

                @Override
                Fence fence(Fence fence) {
                    return NO_FENCE;
                }
            };
        }
    }

    /** Nobody is rung when a reader has been attached. */
    static final class NoRingAfterAnAttach extends Mutant {
        @Override
        boolean ringsAfterAnAttach() {
            return false;
        }
    }

    /** The publisher is not rung when the reader it waits for has been demoted. */
    static final class NoRingAfterADemotion extends Mutant {
        @Override
        boolean ringsAfterADemotion() {
            return false;
        }
    }

    /** The pins of a reader are cleared with its demotion, as if it were dead. */
    static final class PinsOfTheDemotedCleared extends Mutant {
        @Override
        boolean clearsPinsOfTheDemoted() {
            return true;
        }
    }
}
