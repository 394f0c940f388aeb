package dev.bowstring.benchmarks.jmh;

/** How much of the way from one node to another a message takes; each rung adds a layer to the one before. */
public enum Rung {
    /** One word that the other side waits for. */
    FLOOR {
        @Override
        Pair open() {
            return WordEnd.pair();
        }
    },
    /** The output log: slot, commit, pin, release; a clock read for each message. */
    LOG {
        @Override
        Pair open() {
            return LogEnd.pair(false);
        }
    },
    /** And a message block, written and read with all checks. */
    MESSAGE {
        @Override
        Pair open() {
            return LogEnd.pair(true);
        }
    },
    /** And Arrow: a pooled batch of one column, loaded at the other side. */
    ARROW {
        @Override
        Pair open() {
            return ArrowEnd.pair();
        }
    },
    /** Two nodes that read their events with {@code node.events()}. */
    NODE {
        @Override
        Pair open() {
            return NodeEnd.pair();
        }
    };

    abstract Pair open();

    /** One side. A number that is not negative is sent and received; a negative one ends it. */
    interface End {
        void send(long number);

        /** Waits, spinning. */
        long receive();
    }

    /** Both sides, and what to close behind them. */
    record Pair(End near, End far, Runnable closing) {
        void close() {
            closing.run();
        }
    }
}
