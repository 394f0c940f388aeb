package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Builds the values of one document from the parser's events, within budgets for depth, aliases and size. */
final class YamlTreeBuilder {
    static final int MAX_DEPTH = 32;
    static final int MAX_ALIASES = 1_000;
    /** Counted as if every alias were written out; a long text counts like several values. */
    static final int MAX_VALUES = 100_000;

    private static final int CHARACTERS_PER_VALUE = 32;

    private final Problems problems;
    private final Deque<YamlFrame> open = new ArrayDeque<>();
    private final Map<String, Anchored> anchored = new HashMap<>();
    private @Nullable YamlValue root;
    private SourcePosition reached = SourcePosition.START;
    private int documents;
    private int aliases;
    private int values;

    YamlTreeBuilder(Problems problems) {
        this.problems = problems;
    }

    /** False when nothing that follows can be trusted. */
    boolean accept(Event event) {
        SourcePosition at = YamlParser.position(event.getStartMark());
        reached = at;
        return switch (event.getEventId()) {
            case DocumentStart -> document(at);
            case Scalar -> scalar((ScalarEvent) event, at);
            case Alias -> alias(((AliasEvent) event).getAnchor(), at);
            case SequenceStart, MappingStart -> start((CollectionStartEvent) event, at);
            case SequenceEnd, MappingEnd -> end(open.pop());
            default -> true;
        };
    }

    /** Where the last event was. */
    SourcePosition reached() {
        return reached;
    }

    /** The document's value, unless it is empty. */
    Optional<YamlValue> root() {
        if (root == null || (root instanceof YamlText text && text.isNothing())) {
            problems.add(SourcePosition.START, "is empty", "a dataflow begins with `nodes:`");
            return Optional.empty();
        }
        return Optional.of(root);
    }

    private boolean document(SourcePosition at) {
        documents++;
        return documents == 1 || refuse(at, "a second document begins here", "write one dataflow per file");
    }

    private boolean scalar(ScalarEvent event, SourcePosition at) {
        checkTag(event.getTag(), at);
        YamlText text = new YamlText(event.getValue(), event.getScalarStyle() == ScalarStyle.PLAIN, at);
        return add(text, anchor(event), 1 + event.getValue().length() / CHARACTERS_PER_VALUE);
    }

    private boolean alias(String anchor, SourcePosition at) {
        aliases++;
        if (aliases > MAX_ALIASES) {
            return refuse(at, "there are more than " + MAX_ALIASES + " aliases", "");
        }
        if (open.stream().anyMatch(frame -> frame.anchor.equals(anchor))) {
            return refuse(at, "alias " + quote("*" + anchor) + " lies inside the value that it names", "");
        }
        Anchored target = anchored.get(anchor);
        return target == null
                ? refuse(at, "alias " + quote("*" + anchor) + " names no anchor", "define it first, with `&`")
                : add(target.value, "", target.size);
    }

    private boolean start(CollectionStartEvent event, SourcePosition at) {
        checkTag(event.getTag(), at);
        if (open.size() >= MAX_DEPTH) {
            return refuse(at, "values are nested more than " + MAX_DEPTH + " deep", "");
        }
        open.push(new YamlFrame(event.is(Event.ID.MappingStart), anchor(event), at, values));
        return true;
    }

    private boolean end(YamlFrame frame) {
        YamlValue value =
                frame.isMap ? new YamlMap(entries(frame), frame.at) : new YamlList(List.copyOf(frame.items), frame.at);
        int inside = values - frame.valuesBefore;
        values = frame.valuesBefore;
        return add(value, frame.anchor, inside + 1);
    }

    private boolean add(YamlValue value, String anchor, int size) {
        values += size;
        if (values > MAX_VALUES) {
            return refuse(value.at(), "is too large when its aliases are written out", "");
        }
        if (!anchor.isEmpty()) {
            anchored.put(anchor, new Anchored(value, size));
        }
        if (open.isEmpty()) {
            root = value;
        } else {
            open.peek().items.add(value);
        }
        return true;
    }

    private List<YamlEntry> entries(YamlFrame frame) {
        Map<String, YamlEntry> entries = new LinkedHashMap<>();
        for (int i = 0; i + 1 < frame.items.size(); i += 2) {
            YamlValue key = frame.items.get(i);
            if (key instanceof YamlText name && !name.isNothing()) {
                YamlEntry entry = new YamlEntry(name, frame.items.get(i + 1));
                YamlEntry first = entries.putIfAbsent(name.text(), entry);
                if (first != null) {
                    problems.add(
                            name.at(),
                            "key " + quote(name.text()) + " appears twice",
                            "it is at " + first.at() + " already");
                }
            } else {
                problems.add(key.at(), "a key must be text, not " + key.kind());
            }
        }
        return new ArrayList<>(entries.values());
    }

    private void checkTag(@Nullable String tag, SourcePosition at) {
        if (tag != null) {
            problems.add(at, "tag " + quote(tag) + " is refused: values have no types here", "remove it");
        }
    }

    private boolean refuse(SourcePosition at, String message, String suggestion) {
        problems.add(at, message, suggestion);
        return false;
    }

    private static String anchor(NodeEvent event) {
        return Objects.requireNonNullElse(event.getAnchor(), "");
    }

    /** What an alias may name, and how many values it stands for. */
    private record Anchored(YamlValue value, int size) {}
}
