package dev.bowstring.runtime.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits one line of arguments as a shell would: at white space, but for quotes and backslashes. Nothing is expanded. */
final class CommandLineText {
    private static final char NO_QUOTE = '\0';

    private final List<String> arguments = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private boolean begun;
    private boolean escaped;
    private char quote = NO_QUOTE;

    private CommandLineText() {}

    /** Nothing when a quote is never closed or the line ends in a backslash. */
    static Optional<List<String>> split(String line) {
        CommandLineText text = new CommandLineText();
        line.chars().forEach(character -> text.accept((char) character));
        text.endArgument();
        boolean whole = text.quote == NO_QUOTE && !text.escaped;
        return whole ? Optional.of(List.copyOf(text.arguments)) : Optional.empty();
    }

    private void accept(char character) {
        if (escaped) {
            append(character);
            escaped = false;
        } else if (character == '\\' && quote != '\'') {
            escaped = true;
            begun = true;
        } else if (quote != NO_QUOTE) {
            acceptQuoted(character);
        } else if (character == '"' || character == '\'') {
            quote = character;
            begun = true;
        } else if (Character.isWhitespace(character)) {
            endArgument();
        } else {
            append(character);
        }
    }

    private void acceptQuoted(char character) {
        if (character == quote) {
            quote = NO_QUOTE;
        } else {
            current.append(character);
        }
    }

    private void append(char character) {
        current.append(character);
        begun = true;
    }

    private void endArgument() {
        if (begun) {
            arguments.add(current.toString());
        }
        current.setLength(0);
        begun = false;
    }
}
