package dev.bowstring.runtime.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Splits what a node prints into lines that are safe to show: control characters are escaped, bytes that are no UTF-8
 * replaced, a line of more than {@value #MAX_LINE_BYTES} bytes cut, saying how long it was. Memory is bounded, whatever
 * the node prints. Used by one thread.
 */
public final class LineSplitter {
    static final int MAX_LINE_BYTES = 8 << 10;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private long length;

    public LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Takes the next bytes. */
    public void feed(byte[] bytes, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                append(bytes, start, i);
                emit();
                start = i + 1;
            }
        }
        append(bytes, start, count);
    }

    /** Ends the last line, if it had no line end. */
    public void finish() {
        if (length > 0) {
            emit();
        }
    }

    private void append(byte[] bytes, int from, int to) {
        length += to - from;
        line.write(bytes, from, Math.min(to - from, MAX_LINE_BYTES - line.size()));
    }

    private void emit() {
        String text = line.toString(UTF_8);
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        String cut = length > MAX_LINE_BYTES ? " ... (cut: the line has " + length + " bytes)" : "";
        line.reset();
        length = 0;
        lines.accept(escape(text) + cut);
    }

    /** Replaces what a terminal would obey: control characters but the tab, and marks that turn the writing direction. */
    public static String escape(String text) {
        int harmless = 0;
        while (harmless < text.length() && !harmful(text.charAt(harmless))) {
            harmless++;
        }
        if (harmless == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, harmless);
        for (int i = harmless; i < text.length(); i++) {
            char c = text.charAt(i);
            if (harmful(c)) {
                escaped.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static boolean harmful(char c) {
        boolean control = Character.isISOControl(c) && c != '\t';
        boolean direction = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
        return control || direction || c == '\u2028' || c == '\u2029';
    }
}
