package dev.bowstring.node.testing;

import dev.bowstring.node.session.rehearsal.Rehearsal;
import java.util.List;

/** What a node has left behind, as the failure of its test. */
final class Leaked {
    private static final String OURS = "dev.bowstring.node.session.";

    private Leaked() {}

    static AssertionError error(String node, List<Rehearsal.Leak> leaks) {
        StringBuilder text = new StringBuilder("node '" + node + "' has left something behind:");
        leaks.forEach(leak -> text.append("\n  ").append(leak.what()).append(place(leak)));
        AssertionError error = new AssertionError(text.toString());
        leaks.forEach(leak -> leak.where().ifPresent(error::addSuppressed));
        return error;
    }

    private static String place(Rehearsal.Leak leak) {
        return leak.where().stream()
                .flatMap(where -> List.of(where.getStackTrace()).stream())
                .filter(frame -> !frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> ", taken at " + frame)
                .orElse("");
    }
}
