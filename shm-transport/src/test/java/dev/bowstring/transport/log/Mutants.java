package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.layout.SchemasLayout;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.sim.Order;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.Words;
import dev.bowstring.transport.sim.WordsAround;
import java.util.HashMap;
import java.util.Map;

/** The protocol with one rule left out, each: what a test of the protocol must notice. */
final class Mutants {
    static final Fence NO_FENCE = new Fence() {
        @Override
        public void full() {}

        @Override
        public void load() {}
    };

    private Mutants() {}

    /** Weakens the stores to one word of one file. */
    static Mutant.Accesses weakening(SimulatedFile target, int offset, Order to) {
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

    /** The number of schemas may be seen before the bytes of the last. */
    static final class SchemaCountPlain extends Mutant {
        @Override
        Accesses publisher(LogWorld world) {
            return weakening(world.schemas, SchemasLayout.COUNT, Order.PLAIN);
        }
    }

    /** The blocks of a pooled batch are filled again although readers may still take its message. */
    static final class PoolReturnsAtOnce extends Mutant {
        @Override
        boolean poolReturnsAtOnce() {
            return true;
        }
    }

    /** A message block says something new, and its slot says that it does not. */
    static final class DescribesSilently extends Mutant {
        @Override
        boolean describesSilently() {
            return true;
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

    /** The last count of a shared block goes with the first of its messages. */
    static final class SharedBlockFreedFirst extends Mutant {
        private final Map<Block, Payload> holders = new HashMap<>();

        @Override
        Payload payload(Block message, Block... blocks) {
            return new Payload(message, blocks) {
                @Override
                protected void accepted(Arena arena) {
                    super.accepted(arena);
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
                            boolean secondLook = modeSaid && world.readerFiles.contains(file);
                            if (!secondLook) {
                                super.store(at, length, value, order);
                            }
                        }

                        @Override
                        public long add(int at, int length, long delta) {
                            modeSaid |= file == world.control && at == OutputControlLayout.GENERATION;
                            return super.add(at, length, delta);
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

                                @Override
                                public long add(int at, int length, long delta) {
                                    long before = load(at, length);
                                    store(at, length, before + delta, Order.RELEASE);
                                    return before;
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
