package dev.bowstring.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.cli.Bowstring;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A dataflow that runs, with a directory of its own, and what a driver of faults wants of it. */
final class FaultRun implements AutoCloseable {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Path directory;
    private final Bowstring bowstring;
    private final List<Process> programs = new ArrayList<>();
    private List<Path> before = List.of();
    private Path found;
    private Process supervisor;

    /** @param data shared by many, so that they start quickly */
    FaultRun(Path directory, Path data) throws IOException {
        this(directory, directory.resolve("shm"), data);
    }

    /** @param shm where others may run as well */
    FaultRun(Path directory, Path shm, Path data) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.bowstring = new Bowstring(directory, shm, data);
    }

    Bowstring bowstring() {
        return bowstring;
    }

    Process supervisor() {
        return supervisor;
    }

    void start(String yaml, List<String> jvmOptions) throws IOException {
        before = runs();
        bowstring.jvmOptions(jvmOptions);
        supervisor =
                bowstring.start(yaml, "--json", directory.resolve("summary").toString());
    }

    /** Starts a program that attaches as a node. */
    void attach(String node, List<String> jvmOptions) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--") || option.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        command.addAll(jvmOptions);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp"));
        command.add(System.getProperty("bowstring.jar") + ":" + AgentJar.testClasses());
        command.addAll(List.of(FaultNode.class.getName(), "attach", directory.toString(), run().toString(), node));
        programs.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(program(programs.size()).toFile())
                .start());
    }

    private Path program(int number) {
        return directory.resolve("program" + number);
    }

    Process program() {
        return programs.get(programs.size() - 1);
    }

    /** The directory of this run, once its supervisor has made it. */
    Path run() {
        if (found == null) {
            found = patiently(() -> {
                try (Stream<Path> users = Files.list(bowstring.shm());
                        Stream<Path> runs = Files.list(users.findFirst().orElseThrow())) {
                    return runs.filter(run -> !before.contains(run)).findFirst().orElseThrow();
                }
            });
        }
        return found;
    }

    /** Asks again and again, until there is an answer, or the supervisor has ended. */
    private <T> T patiently(Callable<T> question) {
        List<T> answers = new ArrayList<>();
        await().ignoreExceptions().until(() -> !supervisor.isAlive() || answers.add(question.call()));
        assertThat(answers).as("%s%n%s", read("out"), read("err")).isNotEmpty();
        return answers.get(0);
    }

    /** Those there are now. */
    private List<Path> runs() throws IOException {
        try (Stream<Path> all = Files.walk(bowstring.shm(), 2)) {
            return all.toList();
        }
    }

    /** The words of the source's output, once they are there. */
    Books books() {
        return patiently(() -> new Books(run(), "source", "out"));
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** Tells the source that it has published enough. */
    void finish() throws IOException {
        Files.createFile(file(FaultNode.FINISH));
    }

    /** What all lives of a node have seen on an input. */
    Tally tally(String node, String input) {
        return Tally.of(directory, node, input, true);
    }

    /** The victim waits at its gate; it never gets there when its input is found to be corrupt before. */
    void awaitParked() {
        await("the victim is at its gate")
                .until(() -> Files.exists(file(Parking.PARKED)) || !supervisor.isAlive() || saidCorrupt());
        assertThat(file(Parking.PARKED)).as("%s%n%s", read("out"), read("err")).exists();
    }

    private boolean saidCorrupt() {
        return read("err").contains(" is corrupt for ");
    }

    void openGate() throws IOException {
        Files.createFile(file(Parking.OPEN));
    }

    String read(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException missing) {
            return missing.toString();
        }
    }

    /** What everybody has said, the programs included. */
    String said() {
        StringBuilder said = new StringBuilder(read("out")).append(read("err"));
        for (int i = 0; i < programs.size(); i++) {
            said.append(read("program" + i));
        }
        return said.toString();
    }

    Ended end() throws Exception {
        Ended ended = bowstring.end(supervisor);
        awaitPrograms();
        return ended;
    }

    /** Every program ends by itself once the dataflow is no more. */
    void awaitPrograms() {
        await("the programs have ended").until(() -> programs.stream().noneMatch(Process::isAlive));
    }

    /** What became of the messages of the edge to {@code node/input}. */
    JsonNode edge(String input) throws IOException {
        for (JsonNode edge :
                new ObjectMapper().readTree(file("summary").toFile()).get("edges")) {
            if (edge.get("input").asText().equals(input)) {
                return edge;
            }
        }
        throw new AssertionError("no edge to " + input);
    }

    /** Every edge is accounted for. */
    void checkSummary() throws IOException {
        for (JsonNode edge :
                new ObjectMapper().readTree(file("summary").toFile()).get("edges")) {
            long sum = edge.get("received").asLong()
                    + edge.get("dropped").asLong()
                    + edge.get("unread").asLong();
            assertThat(sum).as(edge.toString()).isEqualTo(edge.get("published").asLong());
        }
    }

    @Override
    public void close() {
        programs.forEach(Process::destroyForcibly);
        bowstring.close();
    }
}
