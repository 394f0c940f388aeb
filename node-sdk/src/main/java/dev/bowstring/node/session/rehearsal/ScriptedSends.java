package dev.bowstring.node.session.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a rehearsed output has sent. During a burst it gathers first, unless something waits for room, as in a run. Any
 * thread.
 */
final class ScriptedSends {
    private final Runnable changed;
    private final List<Rehearsal.Sent> sent = new CopyOnWriteArrayList<>();
    private final List<Rehearsal.Sent> gathered = new ArrayList<>(); // guarded by this, as what follows
    private int together = 1;
    private int waits;

    /** @param changed told when there is more to be seen */
    ScriptedSends(Runnable changed) {
        this.changed = changed;
    }

    /** What the test sees. */
    List<Rehearsal.Sent> sent() {
        return sent;
    }

    /** Where the next message comes, from 0. */
    synchronized int next() {
        return sent.size() + gathered.size();
    }

    synchronized void add(Rehearsal.Sent message) {
        gathered.add(message);
        if (gathered.size() >= together || waits > 0) {
            commit();
        }
    }

    /** Commits, and from here on so many together. */
    synchronized void together(int messages) {
        commit();
        together = messages;
    }

    synchronized void commit() {
        if (sent.addAll(gathered)) {
            gathered.clear();
            changed.run();
        }
    }

    /** Something begins to wait for room: nothing is gathered until {@link #endWait}. */
    synchronized void beginWait() {
        commit();
        waits++;
    }

    synchronized void endWait() {
        waits--;
    }

    /** The test is over. */
    void forget() {
        commit();
        sent.forEach(message -> message.rows().close());
        sent.clear();
    }
}
