package dev.bowstring.node.session;

import java.util.Collection;

/** The name that was probably meant. */
public final class Suggestion {

    private Suggestion() {}

    /** What to say about a name that is unknown: the closest known one, if it is close, and all there are. */
    public static String among(Collection<String> known, String unknown) {
        if (known.isEmpty()) {
            return "the node has none: declare it in the YAML";
        }
        String closest = "";
        int least = Math.max(2, unknown.length() / 3) + 1;
        for (String name : known) {
            int distance = distance(name, unknown);
            if (distance < least) {
                least = distance;
                closest = name;
            }
        }
        return (closest.isEmpty() ? "" : "did you mean '" + closest + "'? ") + "Known: " + String.join(", ", known);
    }

    /** How many characters have to be put in, taken out or replaced. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
