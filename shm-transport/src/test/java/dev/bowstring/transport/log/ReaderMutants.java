package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.sim.Order;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.Words;
import dev.bowstring.transport.sim.WordsAround;

/** The reader with one rule left out, each. */
final class ReaderMutants {
    private ReaderMutants() {}

    /** An at-least-once reader moves CURSOR when it takes a message. */
    static final class CursorAtOnce extends Mutant {
        @Override
        boolean movesTheCursorAtOnce() {
            return true;
        }
    }

    /** RECEIVED as a plain store. */
    static final class ReceivedPlain extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return Mutants.weakening(world.readerFiles.get(number), ReaderLayout.RECEIVED, Order.PLAIN);
        }
    }

    /** H3 as a plain store: the publisher may retire a message of a firm edge, and not see its pin. */
    static final class CursorPlain extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return Mutants.weakening(world.readerFiles.get(number), ReaderLayout.CURSOR, Order.PLAIN);
        }
    }

    /** A reader of a firm edge does not look whether it is to ring when it finds nothing more. */
    static final class NoLookAtTheEnd extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return new Accesses() {
                private long cursor = world.readerCursor(number);
                private boolean atTail;

                @Override
                Words words(SimulatedFile file, Words words) {
                    return new WordsAround(words) {
                        @Override
                        public void store(int at, int length, long value, Order order) {
                            super.store(at, length, value, order);
                            boolean h3 = file == world.readerFiles.get(number) && at == ReaderLayout.CURSOR;
                            cursor = h3 ? value : cursor;
                            atTail &= !h3;
                        }

                        @Override
                        public long load(int at, int length) {
                            long value = super.load(at, length);
                            if (file == world.ring && at == RingLayout.TAIL) {
                                atTail = value == cursor;
                            }
                            boolean looks = file == world.publisherBell && at == DoorbellLayout.WAITING_ROOM;
                            return looks && atTail ? 0 : value;
                        }
                    };
                }
            };
        }
    }

    /** H1 as a release store: the pin may become visible after H2 has looked. */
    static final class PinRelease extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return Mutants.weakening(world.readerFiles.get(number), ReaderLayout.pin(0), Order.RELEASE);
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
                    return Mutants.NO_FENCE;
                }
            };
        }
    }

    /** The reader looks whether there was a restart before it looks whether there is a message. */
    static final class RestartsBeforeTail extends Mutant {
        @Override
        Accesses reader(LogWorld world, int number) {
            return new Accesses() {
                private Words control;
                private long early;

                @Override
                Words words(SimulatedFile file, Words words) {
                    if (file == world.control) {
                        control = words;
                    }
                    return new WordsAround(words) {
                        @Override
                        public long load(int at, int length) {
                            if (file == world.ring && at == RingLayout.TAIL && control != null) {
                                early = control.load(OutputControlLayout.RESTARTS, Long.BYTES);
                            }
                            boolean restarts = file == world.control && at == OutputControlLayout.RESTARTS;
                            return restarts ? early : super.load(at, length);
                        }
                    };
                }
            };
        }
    }
}
