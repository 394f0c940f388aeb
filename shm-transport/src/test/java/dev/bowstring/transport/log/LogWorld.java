package dev.bowstring.transport.log;

import static dev.bowstring.transport.log.LogChecks.require;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.layout.SchemasLayout;
import dev.bowstring.transport.sim.Schedule;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.SimulatedMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** One output on a simulated machine: its files, its supervisor, and the programs that use it. */
final class LogWorld {
    private static final int SCHEMA_BYTES = 1024;

    final LogScenario scenario;
    final Mutant mutant;
    final SimulatedMachine machine;
    final LogChecks checks;
    final SplittableRandom random;
    final SimulatedFile ring;
    final SimulatedFile control;
    final SimulatedFile schemas;
    final SimulatedFile publisherBell;
    final List<SimulatedFile> readerFiles = new ArrayList<>();
    final List<SimulatedFile> readerBells = new ArrayList<>();
    final List<SimulatedFile> arenaFiles = new ArrayList<>();
    private final SimulatedSupervisor supervisor;
    private int lives;

    LogWorld(LogScenario scenario, Mutant mutant, Schedule schedule, long seed) {
        this.scenario = scenario;
        this.mutant = mutant;
        this.random = new SplittableRandom(seed);
        this.checks = new LogChecks(this, scenario.readers().size());
        this.machine = new SimulatedMachine(schedule, checks);
        int readers = scenario.readers().size();
        ring = machine.file("ring", (int) RingLayout.fileLength(scenario.slots()));
        control = machine.file("control", (int) OutputControlLayout.fileLength(readers));
        schemas = machine.file("schemas", SchemasLayout.BYTES + SCHEMA_BYTES);
        publisherBell = bell("bell(P)");
        for (int i = 0; i < readers; i++) {
            int pins = scenario.readers().get(i).pins();
            readerFiles.add(machine.file("reader" + i, (int) ReaderLayout.fileLength(pins)));
            readerBells.add(bell("bell(r" + i + ")"));
        }
        for (int i = 0; i < scenario.arenaFiles(); i++) {
            arenaFiles.add(machine.file("arena" + i, HeaderLayout.LENGTH + scenario.arenaBytes()));
        }
        supervisor = new SimulatedSupervisor(this);
        supervisor.declare();
    }

    private SimulatedFile bell(String name) {
        SimulatedFile file = machine.file(name, DoorbellLayout.FILE_LENGTH);
        machine.bell(file);
        return file;
    }

    /** A new process. */
    SimulatedProcess process(String role, Mutant.Accesses accesses) {
        return new SimulatedProcess(this, machine.actor(role + "." + lives++), accesses);
    }

    /** Plays everything to its end and looks at what is left. */
    void play(Executor threads) throws InterruptedException {
        List<Runnable> programs = new ArrayList<>();
        programs.add(new PublisherProgram(this));
        for (int i = 0; i < readerFiles.size(); i++) {
            programs.add(new ReaderProgram(this, i));
        }
        if (scenario.has(LogScenario.Option.DEMOTED)
                || scenario.readers().stream().anyMatch(LogScenario.ReaderSpec::late)) {
            programs.add(new SupervisorProgram(this));
        }
        if (mutant.clearsPinsOfTheLiving()) {
            programs.add(() -> supervisor.clearPinsOf(0));
        }
        machine.run(threads, programs);
        checkAccounts();
        checkMemory();
    }

    long mode(int reader) {
        return control.peek(OutputControlLayout.reader(reader) + OutputControlLayout.READER_MODE);
    }

    boolean isOpen(int reader) {
        return control.peek(OutputControlLayout.reader(reader) + OutputControlLayout.READER_OPEN) == 1;
    }

    long readerCursor(int reader) {
        return readerFiles.get(reader).peek(ReaderLayout.CURSOR);
    }

    /** A further arena file for the publisher that asks, if there may be one. */
    void grow() {
        supervisor.grow();
    }

    /** What the supervisor does once a reader is proved dead. */
    void readerDied(int reader) {
        supervisor.readerDied(reader);
    }

    /** What the supervisor does once a reader has cleared its pins and said so. */
    void readerLeft(int reader) {
        machine.alone(() -> {
            checks.readers[reader].dropped += readerCursor(reader) - checks.readers[reader].next;
            checkAccount(supervisor.look(), reader);
        });
        supervisor.readerLeft(reader);
    }

    /** What the supervisor does once the publisher is proved dead. */
    void publisherDied() {
        supervisor.publisherDied();
    }

    /** What the supervisor says before the next life of the publisher. */
    void tellRestart() {
        supervisor.tellRestart();
    }

    private void checkAccounts() {
        SupervisedOutput look = supervisor.look();
        for (int i = 0; i < readerFiles.size(); i++) {
            LogChecks.ReaderState reader = checks.readers[i];
            Account account = checkAccount(look, i);
            require(reader.gone || account.unread() == 0, "reader " + i + " has left something unread: " + account);
            for (int pin = 0; pin < scenario.readers().get(i).pins(); pin++) {
                require(readerFiles.get(i).peek(ReaderLayout.pin(pin)) == 0, "a pin of reader " + i + " is left");
            }
        }
    }

    private Account checkAccount(SupervisedOutput look, int number) {
        LogChecks.ReaderState reader = checks.readers[number];
        Account account = look.account(number);
        String say = "accounts of reader " + number + ": " + account + ", in truth received " + reader.received
                + ", dropped " + reader.dropped + ", deaths " + reader.deaths;
        require(account.received() + account.dropped() + account.unread() == account.published(), say);
        require(account.dropped() >= 0 && account.unread() >= 0, say);
        require(Math.abs(account.received() - reader.received) <= reader.deaths, say);
        boolean lossless =
                scenario.readers().get(number).blocking() && !reader.demoted && !scenario.has(LogScenario.Option.SKIPS);
        require(!lossless || account.dropped() <= reader.deaths, say);
        require(reader.deaths > 0 || account.dropped() == reader.dropped, say);
        return account;
    }

    /** L4: a recovery finds the window and nothing else. */
    private void checkMemory() {
        Arena arena = process("Z", new Mutant.Accesses()).recover().arena();
        require(
                arena.used() == checks.windowBytes(),
                "recovery in the end: used " + arena.used() + ", window " + checks.windowBytes());
    }
}
