package dev.bowstring.node.session.run;

import dev.bowstring.node.session.send.SendCounters;
import dev.bowstring.transport.counters.OutputCounter;
import dev.bowstring.transport.counters.OutputCounters;

/** The counters of an output that everybody may read. Any thread. */
record SharedCounters(OutputCounters shared) implements SendCounters {

    @Override
    public void refused() {
        shared.add(OutputCounter.REFUSED, 1);
    }

    @Override
    public void waited(long ns) {
        shared.add(OutputCounter.BACKPRESSURE_NS, ns);
    }

    @Override
    public void grew() {
        shared.add(OutputCounter.GROWTHS, 1);
    }

    @Override
    public void sent(long bytes) {
        shared.addUnderLock(OutputCounter.SENT_BYTES, bytes);
    }

    @Override
    public void copied(long bytes) {
        shared.add(OutputCounter.COPIES, 1);
    }

    @Override
    public void fellBack(long bytes) {
        shared.add(OutputCounter.FALLBACKS, 1);
    }
}
