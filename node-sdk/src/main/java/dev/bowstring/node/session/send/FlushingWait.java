package dev.bowstring.node.session.send;

import dev.bowstring.node.session.wait.Wait;
import java.util.Collection;
import java.util.function.BooleanSupplier;

/** Waits for input, having committed what open bursts have gathered: perhaps it is the answer to one of these messages. */
public final class FlushingWait implements Wait {
    private final Wait how;
    private final Bursts[] bursts;

    /** @param bursts those of all outputs */
    public FlushingWait(Wait how, Collection<Bursts> bursts) {
        this.how = how;
        this.bursts = bursts.toArray(Bursts[]::new);
    }

    @Override
    public boolean await(BooleanSupplier look, long deadlineNs) {
        flush();
        return how.await(look, deadlineNs);
    }

    @Override
    public void lookedInVain() {
        flush();
        how.lookedInVain();
    }

    private void flush() {
        for (Bursts each : bursts) {
            each.flush();
        }
    }
}
