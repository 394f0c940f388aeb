package dev.bowstring.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bowstring.runtime.cli.Bowstring;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import dev.bowstring.runtime.faults.Cell.Fault;
import dev.bowstring.runtime.faults.Cell.Victim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A cell of the matrix, played on real processes: a source, a keeper that reads it both ways and is never hurt, and the
 * victim, which is one of them, a further reader, a program that attaches, or the supervisor.
 */
final class Scene implements AutoCloseable {
    private static final Duration STOPPED = Duration.ofSeconds(3);
    private static final long WARM = 60;
    private static final String QUICK = "nodes: [{id: quick, path: /bin/sh, args: ['-c', 'echo ran']}]";

    private final Cell cell;
    private final Stage stage;
    private final FaultRun run;
    private Books known;

    Scene(Cell cell, Stage stage) throws IOException {
        this.cell = cell;
        this.stage = stage;
        run = new FaultRun(stage.directory(), stage.data());
        run.start(yaml(), options("supervisor", cell.victim() == Victim.SUPERVISOR));
    }

    private List<String> options(String process, boolean gated) {
        return stage.options(process, Optional.of(cell).filter(unused -> gated));
    }

    /** The words of the output; there are none yet while the supervisor makes its files. */
    private Books books() {
        if (known == null) {
            known = run.books();
        }
        return known;
    }

    private String yaml() {
        FaultFlow flow = new FaultFlow(stage.directory())
                .restarting(cell.fault() == Fault.RESTART)
                .source(options("source", cell.victim() == Victim.PUBLISHER))
                .reader("keeper", options("keeper", false), FaultFlow.ALL, FaultFlow.SOME);
        String input = cell.readsAll() ? FaultFlow.ALL : FaultFlow.SOME;
        if (cell.attaches()) {
            flow.dynamic("reader", input);
        } else if (cell.hasReader()) {
            flow.reader("reader", options("reader", true), input);
        }
        return flow.toString();
    }

    void play() throws Exception {
        leadToTheGate();
        run.awaitParked();
        if (flowing()) {
            books().check();
        }
        if (cell.fault() == Fault.STOP) {
            stopForAWhile();
            endWell();
        } else if (cell.victim() == Victim.SUPERVISOR) {
            killTheSupervisor();
        } else {
            killTheVictim();
        }
        run.bowstring().assertNothingLeft();
    }

    private void leadToTheGate() throws Exception {
        if (cell.gate().phase() == Gate.Phase.ENDING) {
            awaitTail(WARM);
            run.finish();
        } else if (cell.gate().phase() == Gate.Phase.STOPPING) {
            awaitTail(WARM);
            Bowstring.signal(run.supervisor(), "INT");
        } else if (cell.attaches()) {
            awaitTail(WARM);
            run.attach("reader", options("reader", cell.gate().of() == Gate.Of.ATTACHING));
            if (cell.gate().of() == Gate.Of.SUPERVISOR_REAPING) {
                await().until(() -> books().reader("reader/all").pins().size() >= FaultNode.HELD);
                signal(run.program().toHandle(), "KILL");
            }
        }
    }

    private void awaitTail(long messages) {
        await().until(() -> {
            books().check();
            return books().tail() >= messages || !run.supervisor().isAlive();
        });
        assertThat(books().tail()).as(run.said()).isGreaterThanOrEqualTo(messages);
    }

    private boolean flowing() {
        return cell.gate().phase() == Gate.Phase.FLOWING;
    }

    private void stopForAWhile() throws Exception {
        ProcessHandle victim = victim();
        signal(victim, "STOP");
        if (flowing()) {
            watchTheFlow(victim);
        } else {
            await().during(STOPPED).until(victim::isAlive);
        }
        run.openGate();
        signal(victim, "CONT");
    }

    /** Who has to wait for the stopped one waits, nobody else does, and what it holds stays its own (L6). */
    private void watchTheFlow(ProcessHandle victim) {
        long tail = books().tail();
        List<Long> pins = pins();
        await().during(STOPPED).until(() -> {
            books().check();
            return victim.isAlive() && pins().containsAll(pins);
        });
        if (cell.victim() == Victim.PUBLISHER) {
            assertThat(books().tail()).as("nobody else writes").isEqualTo(tail);
        } else if (cell.publisherWaits()) {
            long cursor = books().reader("reader/all").cursor();
            assertThat(books().tail()).as("waits for the reader").isEqualTo(cursor + FaultFlow.QUEUE);
        } else {
            assertThat(books().tail()).as("waits for nobody").isGreaterThan(tail + WARM);
        }
    }

    private List<Long> pins() {
        return cell.hasReader()
                ? books().reader(cell.readsAll() ? "reader/all" : "reader/some").pins()
                : List.of();
    }

    private ProcessHandle victim() {
        return switch (cell.victim()) {
            case SUPERVISOR -> run.supervisor().toHandle();
            case PUBLISHER -> run.bowstring().livingNode("source");
            default ->
                cell.attaches() ? run.program().toHandle() : run.bowstring().livingNode("reader");
        };
    }

    private static void signal(ProcessHandle process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Lets some more messages through and ends the flow. */
    private void endWell() throws Exception {
        if (cell.gate().phase() == Gate.Phase.STARTING || flowing()) {
            awaitTail(books().tail() + WARM);
            run.finish();
        }
        assertThat(run.end().exitCode()).as(run.said()).isZero();
        checkTheEnd();
    }

    private void killTheVictim() throws Exception {
        ProcessHandle victim = victim();
        signal(victim, "KILL");
        if (cell.attaches() || cell.fault() == Fault.RESTART) {
            endWell();
            return;
        }
        Ended ended = run.end();
        assertThat(ended.exitCode()).as(run.said()).isEqualTo(1);
        assertThat(ended.err()).contains("failed: killed by signal 9");
        checkTheEnd();
    }

    private void killTheSupervisor() throws Exception {
        List<Long> nodes = run.bowstring().livingNodes();
        signal(victim(), "KILL");
        await().until(() -> nodes.stream()
                .noneMatch(
                        pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)));

        run.bowstring().jvmOptions(List.of());
        Ended next = run.bowstring().run(QUICK);

        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(next.err()).contains("cleaned up after run");
    }

    private void checkTheEnd() throws IOException {
        run.checkSummary();
        assertThat(run.said()).doesNotContain("corrupt");
        long published = run.edge("keeper/all").get("published").asLong();
        Tally keeper = run.tally("keeper", "all");
        assertThat(keeper.got()).as(keeper.toString()).isEqualTo(published);
        assertThat(keeper.next()).as(keeper.toString()).isEqualTo(published);
        assertThat(keeper.first() + keeper.missed() + keeper.torn() + keeper.repeated())
                .as(keeper.toString())
                .isZero();
        List<Tally> others =
                List.of(run.tally("keeper", "some"), run.tally("reader", "all"), run.tally("reader", "some"));
        for (Tally tally : others) {
            assertThat(tally.torn() + tally.repeated()).as(tally.toString()).isZero();
        }
        checkVictim();
        checkMemory();
    }

    /** Its death has cost at most the message that it came in the middle of; standing still has made it skip to the newest. */
    private void checkVictim() throws IOException {
        if (cell.gate().of() == Gate.Of.READER && cell.fault() == Fault.STOP && !cell.readsAll()) {
            Tally reader = run.tally("reader", "some");
            assertThat(reader.missed()).as(reader.toString()).isGreaterThanOrEqualTo(WARM - FaultFlow.QUEUE);
        }
        if (cell.hasReader() && cell.readsAll() && !cell.attaches()) {
            Tally reader = run.tally("reader", "all");
            JsonNode edge = run.edge("reader/all");
            assertThat(edge.get("received").asLong())
                    .as("%s %s", edge, reader)
                    .isBetween(reader.got(), reader.got() + 1);
            if (cell.fault() != Fault.KILL) { // nobody reads on for one that is gone for good
                assertThat(edge.get("dropped").asLong())
                        .as("%s %s", edge, reader)
                        .isLessThanOrEqualTo(1);
            }
            assertThat(reader.missed()).as(reader.toString()).isLessThanOrEqualTo(1);
        }
    }

    /** Whoever was left to tell has found that nothing is held but what can still be read. */
    private void checkMemory() {
        OwnMemory.in(run.said()).forEach(told -> {
            assertThat(told.leaked()).as(told.toString()).isZero();
            assertThat(told.window()).as(told.toString()).isLessThanOrEqualTo(FaultFlow.QUEUE);
        });
    }

    @Override
    public void close() {
        if (known != null) {
            known.close();
        }
        run.close();
    }
}
