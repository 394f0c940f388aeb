package dev.bowstring.transport.counters;

import org.agrona.concurrent.status.CountersManager;

/** Gives the outputs of a run their counters; for the supervisor's thread alone. */
public final class CounterAllocator {
    private final CountersManager manager;

    CounterAllocator(CountersManager manager) {
        this.manager = manager;
    }

    /**
     * Allocates the counters of an output, which stay for the whole run.
     *
     * @return the id of the first; the others follow it
     */
    public int allocate(String node, String output) {
        OutputCounter[] wanted = OutputCounter.values();
        if (manager.available() < wanted.length) {
            throw new IllegalStateException("counters file is full: output=" + node + "/" + output);
        }
        int first = manager.allocate(label(node, output, wanted[0]));
        manager.setCounterReferenceId(first, first);
        for (int i = 1; i < wanted.length; i++) {
            int id = manager.allocate(label(node, output, wanted[i]));
            if (id != wanted[i].id(first)) {
                throw new IllegalStateException("counters not in a row: id=" + id + " first=" + first);
            }
            manager.setCounterReferenceId(id, first);
        }
        return first;
    }

    static String label(String node, String output, OutputCounter counter) {
        return node + "/" + output + ": " + counter.label();
    }
}
