package dev.bowstring.runtime.descriptor;

import java.util.Locale;

/** Counts the edits (insert, delete, replace, swap of neighbours) between words, as long as they are few. */
final class EditDistance {
    private static final int LONGEST_WORD = 64;

    private final int limit;
    private final int[][] edits = new int[LONGEST_WORD + 1][LONGEST_WORD + 1];

    EditDistance(int limit) {
        this.limit = limit;
    }

    /** At most limit + 1, which means more than the limit. Case and the kind of dash do not count. */
    int between(String word, String other) {
        String left = normalised(word);
        String right = normalised(other);
        int longest = Math.max(left.length(), right.length());
        boolean hopeless = longest > LONGEST_WORD || Math.abs(left.length() - right.length()) > limit;
        return hopeless ? limit + 1 : Math.min(limit + 1, count(left, right));
    }

    /** Only cells near the diagonal can hold few edits; those around them count as too many. */
    private int count(String left, String right) {
        for (int i = 0; i <= left.length(); i++) {
            for (int j = Math.max(0, i - limit - 1); j <= Math.min(right.length(), i + limit + 1); j++) {
                edits[i][j] = cell(left, i, right, j);
            }
        }
        return edits[left.length()][right.length()];
    }

    private int cell(String left, int i, String right, int j) {
        if (Math.abs(i - j) > limit) {
            return limit + 1;
        }
        if (i == 0 || j == 0) {
            return i + j;
        }
        char last = left.charAt(i - 1);
        char other = right.charAt(j - 1);
        int replaced = edits[i - 1][j - 1] + (last == other ? 0 : 1);
        int shifted = 1 + Math.min(edits[i - 1][j], edits[i][j - 1]);
        boolean swapped = i > 1 && j > 1 && last == right.charAt(j - 2) && other == left.charAt(i - 2);
        int fewest = Math.min(replaced, shifted);
        return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
    }

    private static String normalised(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
