package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the inputs of a node: a source alone, or a map with the source and how to queue. */
final class InputReader {
    static final int MOST_INPUTS = 64;

    private static final int LARGEST_QUEUE = 65_536;
    private static final int MOST_HELD = 1_024;
    private static final Map<String, QueuePolicy> POLICIES = QueuePolicy.byWord();
    private static final List<String> QUEUE_KEYS = Stream.concat(
                    Stream.of("queue_size", "queue_policy", "max_held", "on_restart", "transport", "start_at"),
                    DeadlineReader.KEYS.stream())
            .toList();

    private static final Map<String, OnRestart> ON_RESTART = OnRestart.byWord();

    private final Problems problems;
    private final ValueReader values;
    private final SourceReader sources;
    private final DeadlineReader deadlines;
    private final boolean restarts;

    /**
     * @param restarts whether the node may be started again
     * @param attaches whether it is dynamic
     */
    InputReader(Problems problems, boolean restarts, boolean attaches) {
        this.problems = problems;
        this.restarts = restarts;
        this.deadlines = new DeadlineReader(problems, attaches);
        this.values = new ValueReader(problems);
        this.sources = new SourceReader(problems);
    }

    /** The inputs that are sound. */
    List<InputSpec> read(Fields node) {
        List<InputSpec> inputs = new ArrayList<>();
        node.map("inputs").ifPresent(map -> {
            if (map.entries().size() > MOST_INPUTS) {
                problems.add(map.at(), "a node has at most " + MOST_INPUTS + " inputs");
                return;
            }
            for (YamlEntry entry : map.entries()) {
                values.isId(entry.name(), entry.at(), "the id of an input");
                input(entry).ifPresent(inputs::add);
            }
        });
        return inputs;
    }

    private Optional<InputSpec> input(YamlEntry entry) {
        String what = "input " + quote(entry.name());
        if (entry.value() instanceof YamlMap) {
            return Fields.of(entry.value(), what, Keys.INPUT, problems).flatMap(fields -> longForm(entry, fields));
        }
        if (!(entry.value() instanceof YamlText text) || text.isNothing()) {
            return values.wrongKind(entry.value(), what, "`node/output` or a map");
        }
        return sources.read(text.text(), text.at()).map(source -> withDefaults(entry.name(), source, text.at()));
    }

    private static InputSpec withDefaults(String id, Source source, SourcePosition at) {
        return new InputSpec(
                id,
                source,
                InputSpec.defaultQueueSize(source),
                QueuePolicy.DROP_OLDEST,
                InputSpec.DEFAULT_MAX_HELD,
                OnRestart.RESUME,
                InputDeadlines.NONE,
                Optional.empty(),
                at);
    }

    private Optional<InputSpec> longForm(YamlEntry entry, Fields fields) {
        if (!fields.has("source")) {
            problems.add(fields.at(), "input " + quote(entry.name()) + " has no `source`", "add one: `node/output`");
        }
        QueuePolicy policy = fields.choice("queue_policy", POLICIES).orElse(QueuePolicy.DROP_OLDEST);
        int maxHeld = fields.number("max_held", 1, MOST_HELD, InputSpec.DEFAULT_MAX_HELD);
        OnRestart onRestart = onRestart(fields);
        InputDeadlines inputDeadlines = deadlines.read(fields, policy);
        SourcePosition at = fields.at("source");
        Optional<Source> source = fields.text("source").flatMap(text -> sources.read(text, at));
        int queueSize = queueSize(
                fields, policy, source.map(InputSpec::defaultQueueSize).orElse(1));
        if (source.isPresent() && source.get() instanceof TimerSource) {
            refuseQueueOfTimer(fields);
        }
        if (source.isPresent() && source.get() instanceof LogsSource && policy == QueuePolicy.BACKPRESSURE) {
            problems.add(
                    fields.at("queue_policy"),
                    "logs cannot have `backpressure`: a reader that is slow would stop those who print",
                    "remove it and make `queue_size` larger");
        }
        return source.map(found -> new InputSpec(
                entry.name(),
                found,
                queueSize,
                policy,
                maxHeld,
                onRestart,
                inputDeadlines,
                found instanceof TimerSource ? Optional.empty() : new TransportReader(problems).read(fields, found),
                at));
    }

    private OnRestart onRestart(Fields fields) {
        if (fields.has("on_restart") && !restarts) {
            problems.add(
                    fields.at("on_restart"),
                    "`on_restart` has no effect on a node that is never started again",
                    "add `restart_policy: on-failure` to the node, or remove it");
        }
        return fields.choice("on_restart", ON_RESTART).orElse(OnRestart.RESUME);
    }

    private int queueSize(Fields fields, QueuePolicy policy, int usual) {
        boolean latest = policy == QueuePolicy.LATEST;
        int otherwise = latest ? 1 : usual;
        int queueSize = fields.number("queue_size", 1, LARGEST_QUEUE, otherwise);
        if (latest && queueSize != 1) {
            problems.add(
                    fields.at("queue_size"),
                    "`queue_size` is " + queueSize + ", but `latest` keeps one message",
                    "remove `queue_size` or use `drop_oldest`");
        }
        return latest ? 1 : queueSize;
    }

    private void refuseQueueOfTimer(Fields fields) {
        for (String key : QUEUE_KEYS) {
            if (fields.has(key)) {
                problems.add(
                        fields.at(key),
                        "`" + key + "` means nothing for a timer: each tick counts those missed",
                        "remove it");
            }
        }
    }
}
