package dev.bowstring.node.session.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a node has left behind, and where it took it. */
final class LeakReport {
    private final List<Rehearsal.Leak> leaks = new ArrayList<>();

    synchronized void add(String what, @Nullable Throwable where) {
        leaks.add(new Rehearsal.Leak(what, Optional.ofNullable(where)));
    }

    synchronized List<Rehearsal.Leak> leaks() {
        return List.copyOf(leaks);
    }
}
