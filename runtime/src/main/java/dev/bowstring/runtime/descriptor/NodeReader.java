package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import dev.bowstring.runtime.logs.LogLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads one node. Where something is wrong a stand-in takes its place, so that the rest is checked as well. */
final class NodeReader {
    private static final Map<String, Start> STARTS =
            ordered(Map.entry("barrier", Start.BARRIER), Map.entry("eager", Start.EAGER));

    private static final List<String> KEYS_OF_STARTED_NODES = Stream.concat(
                    Stream.of(
                            "classpath",
                            "args",
                            "env",
                            "jvm_options",
                            "cpu_affinity",
                            "debug",
                            "min_log_level",
                            "max_log_size",
                            "max_rotated_files",
                            "send_stdout_as",
                            "send_logs_as"),
                    Stream.concat(RestartReader.KEYS.stream(), HealthReader.KEYS.stream()))
            .toList();

    private final Reading reading;
    private final Map<String, String> sharedEnv;
    private final LogLimits sharedLimits;
    private final LogReader logs;
    private final EnvReader envs;
    private final ProgramReader programs;
    private final JvmOptionReader jvmOptions;
    private final RestartReader restarts;
    private final HealthReader healths;

    NodeReader(
            Reading reading,
            EnvReader envs,
            Map<String, String> sharedEnv,
            LogLimits sharedLimits,
            RestartReader restarts,
            HealthReader healths) {
        this.reading = reading;
        this.envs = envs;
        this.sharedEnv = sharedEnv;
        this.sharedLimits = sharedLimits;
        this.logs = new LogReader(reading.problems());
        this.programs = new ProgramReader(reading);
        this.jvmOptions = new JvmOptionReader(reading);
        this.restarts = restarts;
        this.healths = healths;
    }

    /** Nothing when the value is no map or has no id. */
    Optional<NodeSpec> read(YamlValue value) {
        return Fields.of(value, "a node", Keys.NODE, reading.problems()).flatMap(this::node);
    }

    private Optional<NodeSpec> node(Fields fields) {
        Optional<Program> program = programs.read(fields);
        Map<String, String> env = new LinkedHashMap<>(sharedEnv);
        env.putAll(envs.read(fields));
        RestartSpec restart = restarts.read(fields);
        checkJava(fields, program);
        String name = fields.text("name").orElse("");
        List<String> args = args(fields);
        boolean attaches = program.filter(DynamicProgram.class::isInstance).isPresent();
        List<InputSpec> inputs = new InputReader(reading.problems(), restart.restarts(), attaches).read(fields);
        List<OutputSpec> declared = new OutputReader(reading.problems()).read(fields);
        LogSpec log = logs.read(fields, sharedLimits, declared);
        List<OutputSpec> outputs =
                declared.stream().filter(output -> !log.writes(output.id())).toList();
        List<String> options = jvmOptions.read(fields);
        CpuAffinity affinity = new CpuAffinityReader(reading).read(fields);
        Start start = fields.choice("start", STARTS).orElse(Start.BARRIER);
        checkStart(fields);
        boolean printsAlone = inputs.isEmpty() && outputs.isEmpty() && !declared.isEmpty();
        HealthSpec health = healths.read(fields, connects(fields) && !printsAlone, attaches);
        boolean isJava = program.filter(ExecutableProgram.class::isInstance).isEmpty();
        DebugSpec debug = new DebugReader(reading.problems()).read(fields, isJava, options);
        String description = fields.text("description").orElse("");
        return id(fields)
                .map(id -> new NodeSpec(
                        id,
                        program.orElseGet(() -> new ExecutableProgram(reading.directory())),
                        args,
                        env,
                        debug.on()
                                ? inputs.stream().map(InputSpec::withoutStall).toList()
                                : inputs,
                        outputs,
                        options,
                        affinity,
                        start,
                        restart,
                        debug.on() ? HealthSpec.DEFAULT : health,
                        debug,
                        log,
                        fields.at(),
                        name.isEmpty() ? id : name,
                        description));
    }

    private Optional<String> id(Fields fields) {
        if (!fields.has("id")) {
            reading.problems().add(fields.at(), "this node has no `id`", "add one");
        }
        Optional<String> id = fields.text("id");
        id.filter(text -> reading.values().isId(text, fields.at("id"), "the id of a node"))
                .ifPresent(text -> refuseReserved(text, fields.at("id")));
        return id;
    }

    private void refuseReserved(String id, SourcePosition at) {
        if (SourceReader.RESERVED.contains(id)) {
            reading.problems().add(at, "no node may be called " + quote(id), "sources of that name are built in");
        } else if (id.equals(SourceReader.SUPERVISOR)) {
            reading.problems().add(at, "no node may be called " + quote(id), "the runtime's own log has that name");
        }
    }

    private void checkStart(Fields fields) {
        if (fields.has("start") && !connects(fields)) {
            reading.problems()
                    .add(
                            fields.at("start"),
                            "`start` has no effect on a node without inputs and outputs: it connects to nobody",
                            "remove it");
        }
    }

    private static boolean connects(Fields fields) {
        return !empty(fields.value("inputs")) || !empty(fields.value("outputs"));
    }

    private static boolean empty(Optional<YamlValue> ports) {
        return ports.isEmpty()
                || (ports.get() instanceof YamlMap map && map.entries().isEmpty())
                || (ports.get() instanceof YamlList list && list.items().isEmpty());
    }

    private void checkJava(Fields fields, Optional<Program> program) {
        if (program.filter(DynamicProgram.class::isInstance).isPresent()) {
            refuseKeysOfStartedNodes(fields);
            return;
        }
        boolean isJava = program.isEmpty() || !(program.get() instanceof ExecutableProgram);
        if (!isJava && fields.has("jvm_options")) {
            reading.problems().add(fields.at("jvm_options"), "`jvm_options` are for Java programs only", "remove them");
        }
    }

    private void refuseKeysOfStartedNodes(Fields fields) {
        for (String key : KEYS_OF_STARTED_NODES) {
            if (fields.has(key)) {
                reading.problems()
                        .add(
                                fields.at(key),
                                "`" + key + "` means nothing for a dynamic node: it attaches, nobody starts it",
                                "remove it");
            }
        }
    }

    private List<String> args(Fields fields) {
        List<String> args = new ArrayList<>();
        fields.value("args").ifPresent(value -> {
            if (value instanceof YamlList list) {
                list.items()
                        .forEach(item ->
                                reading.values().text(item, "an argument").ifPresent(args::add));
            } else {
                reading.values().text(value, "`args`").ifPresent(line -> args.addAll(split(line, value.at())));
            }
        });
        return args;
    }

    private List<String> split(String line, SourcePosition at) {
        Optional<List<String>> args = CommandLineText.split(line);
        if (args.isEmpty()) {
            reading.problems().add(at, "`args` has a quote that is not closed", "close it or write a list");
        }
        return args.orElse(List.of());
    }

    @SafeVarargs
    private static <T> Map<String, T> ordered(Map.Entry<String, T>... entries) {
        Map<String, T> map = new LinkedHashMap<>();
        for (Map.Entry<String, T> entry : entries) {
            map.put(entry.getKey(), entry.getValue());
        }
        return map;
    }
}
