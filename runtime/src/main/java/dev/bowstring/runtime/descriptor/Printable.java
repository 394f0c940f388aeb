package dev.bowstring.runtime.descriptor;

/** Text from a dataflow file, made fit to be shown. */
final class Printable {
    private static final int LONGEST_QUOTE = 80;

    private Printable() {}

    /** The text with everything escaped that does not print as itself: controls, direction marks, lone surrogates. */
    static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            if (prints(codePoint)) {
                printable.appendCodePoint(codePoint);
            } else {
                printable.append(String.format("\\u%04x", codePoint));
            }
        });
        return printable.toString();
    }

    /** The text between backquotes, shortened when it is long. */
    static String quote(String text) {
        if (text.length() <= LONGEST_QUOTE) {
            return "`" + text + "`";
        }
        int end = text.offsetByCodePoints(0, LONGEST_QUOTE / 2);
        return "`" + text.substring(0, end) + "...` (" + text.length() + " characters)";
    }

    private static boolean prints(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
