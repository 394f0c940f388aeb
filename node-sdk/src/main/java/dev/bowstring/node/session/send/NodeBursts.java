package dev.bowstring.node.session.send;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The bursts of all outputs of a node. Any thread. */
public final class NodeBursts {
    private final List<Bursts> outputs = new CopyOnWriteArrayList<>();

    /** Those of a further output. */
    public void add(Bursts output) {
        outputs.add(output);
    }

    /** Whether one is open. */
    boolean anyOpen() {
        for (Bursts output : outputs) {
            if (output.isOpen()) {
                return true;
            }
        }
        return false;
    }

    /** Commits what they have gathered. */
    void flush() {
        outputs.forEach(Bursts::flush);
    }
}
