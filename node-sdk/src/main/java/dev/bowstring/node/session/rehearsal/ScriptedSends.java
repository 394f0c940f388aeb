package dev.bowstring.node.session.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a rehearsed output has sent: during a burst it gathers first, as in a run. Any thread. */
final class ScriptedSends {
    /** Guarded by this, as is {@link #together}. */
    private final List<Rehearsal.Sent> gathered = new ArrayList<>();

    private final List<Rehearsal.Sent> sent = new CopyOnWriteArrayList<>();
    private int together = 1;

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
        if (gathered.size() >= together) {
            commit();
        }
    }

    /** Commits, and from here on so many together. */
    synchronized void together(int messages) {
        commit();
        together = messages;
    }

    /** Whether there was anything to commit. */
    synchronized boolean commit() {
        boolean any = sent.addAll(gathered);
        gathered.clear();
        return any;
    }

    /** The test is over. */
    synchronized void forget() {
        commit();
        sent.forEach(message -> message.rows().close());
        sent.clear();
    }
}
