package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dataflows with an edge that reads a journal, as processes; both of its ends are killed. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class JournalEdgeIT {
    private static final String APPENDER = "@journal";

    @TempDir
    Path directory;

    private Bowstring bowstring;
    private Path received;
    private Path summary;

    @BeforeEach
    void makeDirectories() {
        bowstring = new Bowstring(directory);
        received = directory.resolve("received");
        summary = directory.resolve("summary.json");
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
    }

    private String flow(int messages) throws Exception {
        return "nodes:\n"
                + JournalNode.yaml("source", "source, \"" + messages + "\"", "outputs: [{id: out, durable: true}]")
                + JournalNode.yaml(
                        "sink",
                        "sink, \"" + received + "\"",
                        "restart_policy: on-failure\n    inputs: {in: {source: source/out, transport: journal}}");
    }

    /** The numbers that were written down, each with the life of the node that did. */
    private List<long[]> lines() throws IOException {
        List<long[]> lines = new ArrayList<>();
        if (Files.exists(received)) {
            for (String line : Files.readAllLines(received)) {
                String[] words = line.split(" ", 2);
                lines.add(new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])});
            }
        }
        return lines;
    }

    private void assertAccount(long published) throws IOException {
        JsonNode edges = new ObjectMapper().readTree(summary.toFile()).get("edges");
        for (JsonNode edge : edges) {
            assertThat(edge.get("published").asLong()).as("%s", edge).isEqualTo(published);
            assertThat(edge.get("received").asLong()
                            + edge.get("dropped").asLong()
                            + edge.get("unread").asLong())
                    .as("%s", edge)
                    .isEqualTo(published);
            assertThat(edge.get("copies").asLong()).as("%s", edge).isZero();
        }
        assertThat(edges).hasSize(2);
    }

    @Test
    void shouldLoseNothingWhenTheReaderAndTheAppenderAreKilled() throws Exception {
        int messages = 25_000;
        Process process = bowstring.start(flow(messages), "--json", summary.toString());
        for (String victim : List.of("sink", APPENDER, "sink", APPENDER)) {
            int before = lines().size();
            await().until(() -> lines().size() > before + 200 || !process.isAlive());
            kill(victim, process);
        }

        Ended ended = bowstring.end(process);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("closed, elsewhere 0");
        assertEachOnceButAtDeaths(messages, 2);
        assertAccount(messages);
        bowstring.assertNothingLeft();
    }

    private void kill(String victim, Process process) throws Exception {
        ProcessHandle node = bowstring.livingNode(victim);
        node.destroyForcibly();
        await().until(() -> !process.isAlive()
                || bowstring
                        .findNode(victim)
                        .filter(now -> now.pid() != node.pid())
                        .isPresent());
    }

    /** Each life goes on behind the last message that was closed: at most one comes twice. */
    private void assertEachOnceButAtDeaths(int messages, int deaths) throws IOException {
        long next = 0;
        long life = 0;
        for (long[] line : lines()) {
            boolean again = line[0] != life && line[1] == next - 1;
            assertThat(line[1]).as("life %d", line[0]).isEqualTo(again ? next - 1 : next);
            life = line[0];
            next = line[1] + 1;
        }
        assertThat(next).isEqualTo(messages);
        assertThat(life).isEqualTo(deaths);
    }

    @Test
    void shouldGoOnInTheNextRunWhereTheLastHasEnded() throws Exception {
        for (int run = 1; run <= 2; run++) {
            Ended ended = bowstring.run(flow(150), "--json", summary.toString());
            assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
            assertThat(lines()).hasSize(150 * run);
            assertAccount(150);
        }
        assertThat(directory.resolve("data/journals/flow/outputs/source.out/positions/sink.in"))
                .exists();
    }

    @Test
    void shouldNotRunTwiceAtOnce() throws Exception {
        Process first = bowstring.start(flow(1_000_000));
        await().until(() -> !lines().isEmpty() || !first.isAlive());

        Ended second = bowstring.command("run", directory.resolve("flow.yml").toString());

        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err())
                .contains(
                        "the durable outputs of dataflow `flow` are being kept by another run (process " + first.pid())
                .contains("give this dataflow another `name`");
        Bowstring.signal(first, "INT");
        Ended ended = bowstring.end(first);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        bowstring.assertNothingLeft();
    }
}
