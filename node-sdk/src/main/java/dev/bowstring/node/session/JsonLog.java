package dev.bowstring.node.session;

import dev.bowstring.node.Log;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.function.Supplier;

/** Writes one line of JSON per call. Any thread: a line is printed whole. */
public final class JsonLog implements Log {
    private final String node;
    private final Clock clock;
    private final Supplier<PrintStream> stream;

    /** @param stream asked at each call, so that a program may redirect its standard error */
    public JsonLog(String node, Clock clock, Supplier<PrintStream> stream) {
        this.node = node;
        this.clock = clock;
        this.stream = stream;
    }

    @Override
    public void debug(String message, Object... keysAndValues) {
        write("DEBUG", message, keysAndValues);
    }

    @Override
    public void info(String message, Object... keysAndValues) {
        write("INFO", message, keysAndValues);
    }

    @Override
    public void warn(String message, Object... keysAndValues) {
        write("WARN", message, keysAndValues);
    }

    @Override
    public void error(String message, Object... keysAndValues) {
        write("ERROR", message, keysAndValues);
    }

    private void write(String level, String message, Object[] keysAndValues) {
        StringBuilder line = new StringBuilder(128).append('{');
        field(line, "log", level);
        field(line.append(','), "time", clock.instant().toString());
        field(line.append(','), "node", node);
        field(line.append(','), "message", message);
        for (int i = 0; i < keysAndValues.length; i++) {
            if (keysAndValues[i] instanceof Throwable thrown) {
                field(line.append(','), "stack", stack(thrown));
            } else {
                String key = String.valueOf(keysAndValues[i++]);
                // A key without a value is a slip of the caller: better a strange line than none.
                field(line.append(','), key, i < keysAndValues.length ? keysAndValues[i] : "");
            }
        }
        stream.get().println(line.append('}'));
    }

    private static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void field(StringBuilder line, String key, Object value) {
        quote(line, key);
        line.append(':');
        if (value instanceof Boolean || isFinite(value)) {
            line.append(value);
        } else {
            quote(line, value instanceof Throwable thrown ? stack(thrown) : String.valueOf(value));
        }
    }

    private static boolean isFinite(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue());
    }

    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> escapeControl(line, c);
            }
        }
        line.append('"');
    }

    private static void escapeControl(StringBuilder line, char c) {
        if (c < ' ') {
            line.append(String.format("\\u%04x", (int) c));
        } else {
            line.append(c);
        }
    }
}
