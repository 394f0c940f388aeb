package dev.bowstring.runtime.descriptor;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody meant who wrote a word that does not exist. */
final class Nearest {
    private static final int MOST_COMPARED = 1_000;
    private static final int MOST_LISTED = 30;

    private Nearest() {}

    /** The candidate with the fewest edits, if they are few for a word of that length; the first of equals. */
    static Optional<String> to(String word, Collection<String> candidates) {
        int limit = Math.min(3, 1 + word.length() / 4);
        EditDistance distance = new EditDistance(limit);
        Optional<String> nearest = Optional.empty();
        int fewest = limit + 1;
        for (String candidate : candidates.stream().limit(MOST_COMPARED).toList()) {
            int edits = candidate.isEmpty() ? limit + 1 : distance.between(word, candidate);
            if (edits < fewest) {
                fewest = edits;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** A question for the user when one candidate is near, else all of them. */
    static String suggest(String word, String what, Collection<String> candidates) {
        return to(word, candidates)
                .map(near -> "did you mean `" + near + "`?")
                .orElseGet(() -> what + " " + list(candidates));
    }

    private static String list(Collection<String> candidates) {
        String listed = String.join(", ", candidates.stream().limit(MOST_LISTED).toList());
        return candidates.size() > MOST_LISTED ? listed + ", ..." : listed;
    }
}
