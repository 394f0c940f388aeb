package dev.bowstring.runtime.descriptor;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who wrote a word that does not exist. */
final class Nearest {
    private static final int LONGEST_WORD = 64;
    private static final int MOST_CANDIDATES = 1_000;

    private Nearest() {}

    /** The candidate with the fewest edits, if they are few for a word of that length; the first of equals. */
    static Optional<String> to(String word, Collection<String> candidates) {
        String nearest = "";
        int fewest = Math.min(3, 1 + word.length() / 4);
        for (String candidate : candidates.stream().limit(MOST_CANDIDATES).toList()) {
            int edits = editsWithin(fewest, normalised(word), normalised(candidate));
            if (edits < fewest || (edits == fewest && nearest.isEmpty())) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** A question for the user when one candidate is near, else all of them. */
    static String suggest(String word, String what, Collection<String> candidates) {
        return to(word, candidates)
                .map(near -> "did you mean `" + near + "`?")
                .orElseGet(() -> what + " " + list(candidates));
    }

    private static String list(Collection<String> candidates) {
        int most = 30;
        String listed = String.join(", ", candidates.stream().limit(most).toList());
        return candidates.size() > most ? listed + ", ..." : listed;
    }

    private static String normalised(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** The edit distance (insert, delete, replace, swap of neighbours), or limit + 1 when it is more than the limit. */
    private static int editsWithin(int limit, String left, String right) {
        if (Math.max(left.length(), right.length()) > LONGEST_WORD
                || Math.abs(left.length() - right.length()) > limit) {
            return limit + 1;
        }
        int[][] edits = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, i, j, left, right);
            }
        }
        return Math.min(limit + 1, edits[left.length()][right.length()]);
    }

    private static int cheapest(int[][] edits, int i, int j, String left, String right) {
        char last = left.charAt(i - 1);
        char other = right.charAt(j - 1);
        int replaced = edits[i - 1][j - 1] + (last == other ? 0 : 1);
        int shifted = 1 + Math.min(edits[i - 1][j], edits[i][j - 1]);
        if (i > 1 && j > 1 && last == right.charAt(j - 2) && other == left.charAt(i - 2)) {
            return Math.min(edits[i - 2][j - 2] + 1, Math.min(replaced, shifted));
        }
        return Math.min(replaced, shifted);
    }
}
