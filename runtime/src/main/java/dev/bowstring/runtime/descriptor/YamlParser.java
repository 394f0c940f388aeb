package dev.bowstring.runtime.descriptor;

import java.io.StringReader;
import java.util.Iterator;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Turns YAML text into values. It takes the parser's events and not its nodes: events still show explicit tags, and
 * every limit can be checked, with its place, before anything is built or recursed into.
 */
final class YamlParser {
    private YamlParser() {}

    /** The one value of the text; nothing after a problem that leaves no sound tree. */
    static Optional<YamlValue> parse(String text, Problems problems) {
        Optional<SourcePosition> unprintable = unprintable(text);
        if (unprintable.isPresent()) {
            problems.add(unprintable.get(), "holds a control character", "write it as an escape in double quotes");
            return Optional.empty();
        }
        YamlTreeBuilder tree = new YamlTreeBuilder(problems);
        try {
            return feed(tree, text) ? tree.root() : Optional.empty();
        } catch (MarkedYAMLException syntax) { // The parser's way to say that it is not YAML.
            problems.add(place(syntax), message(syntax), suggestion(syntax));
        } catch (YAMLException syntax) { // The same, without a place.
            problems.add(tree.reached(), "is not YAML behind this place: " + syntax.getMessage());
        }
        return Optional.empty();
    }

    static SourcePosition position(Mark mark) {
        return new SourcePosition(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** False when the tree has refused something. */
    private static boolean feed(YamlTreeBuilder tree, String text) {
        Iterator<Event> events =
                new Yaml(new LoaderOptions()).parse(new StringReader(text)).iterator();
        while (hasNext(events)) {
            if (!tree.accept(events.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasNext(Iterator<Event> events) {
        try {
            return events.hasNext();
        } catch (
                NumberFormatException
                        unwrapped) { // The parser forgets that the number in `\UFFFFFFFF` may be too large.
            throw new YAMLException("an escape names no character", unwrapped);
        }
    }

    /** Looked for here, since the parser reports these without a line, and late. */
    private static Optional<SourcePosition> unprintable(String text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int codePoint = text.codePointAt(i);
            if (!StreamReader.isPrintable(codePoint)) {
                return Optional.of(new SourcePosition(line, column));
            }
            boolean ends = codePoint == '\n';
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
        }
        return Optional.empty();
    }

    private static SourcePosition place(MarkedYAMLException syntax) {
        if (syntax.getProblemMark() != null) {
            return position(syntax.getProblemMark());
        }
        return syntax.getContextMark() != null ? position(syntax.getContextMark()) : SourcePosition.START;
    }

    private static String message(MarkedYAMLException syntax) {
        String problem = syntax.getProblem() == null ? "cannot be parsed" : syntax.getProblem();
        return syntax.getContext() == null
                ? "is not YAML: " + problem
                : "is not YAML: " + problem + " " + syntax.getContext();
    }

    private static String suggestion(MarkedYAMLException syntax) {
        String problem = String.valueOf(syntax.getProblem());
        return problem.contains("TAB") ? "indent with spaces" : "";
    }
}
