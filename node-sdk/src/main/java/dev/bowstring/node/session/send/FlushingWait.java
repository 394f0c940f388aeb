package dev.bowstring.node.session.send;

import dev.bowstring.node.session.wait.Wait;
import java.util.function.BooleanSupplier;

/**
 * Waits, for input or for room, having committed what the bursts of the node have gathered: perhaps whoever is waited for
 * waits for one of these messages.
 */
public final class FlushingWait implements Wait {
    private final Wait how;
    private final NodeBursts bursts;

    public FlushingWait(Wait how, NodeBursts bursts) {
        this.how = how;
        this.bursts = bursts;
    }

    @Override
    public boolean await(BooleanSupplier look, long deadlineNs) {
        if (bursts.anyOpen() && !look.getAsBoolean()) {
            bursts.flush();
        }
        return how.await(look, deadlineNs);
    }

    @Override
    public void lookedInVain() {
        bursts.flush();
        how.lookedInVain();
    }
}
