package dev.bowstring.transport.log;

import static dev.bowstring.transport.log.LogChecks.require;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.layout.SchemasLayout;
import dev.bowstring.transport.sim.Actor;
import dev.bowstring.transport.sim.Schedule;
import dev.bowstring.transport.sim.SimulatedBuffer;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.SimulatedMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.agrona.concurrent.AtomicBuffer;

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
    private final Actor supervisor;
    private final SupervisedOutput supervised;
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
        supervisor = machine.actor("S");
        supervised = new SupervisedOutput(
                view(ring, supervisor),
                view(control, supervisor),
                readerFiles.stream().map(file -> view(file, supervisor)).toList());
        declare();
    }

    private SimulatedFile bell(String name) {
        SimulatedFile file = machine.file(name, DoorbellLayout.FILE_LENGTH);
        machine.bell(file);
        return file;
    }

    private void declare() {
        supervised.limitArenas((long) scenario.arenaFiles() * arenaFiles.get(0).bytes());
        supervised.addArena(arenaFiles.get(0).bytes());
        for (int i = 0; i < readerFiles.size(); i++) {
            LogScenario.ReaderSpec spec = scenario.readers().get(i);
            supervised.limitPins(i, spec.pins());
            if (spec.late()) {
                supervised.reserveReader(i, "r" + i + "/in", spec.queueSize());
            } else {
                supervised.declareReader(i, "r" + i + "/in", spec.blocking(), spec.queueSize());
            }
        }
        machine.drainEverything();
    }

    private static AtomicBuffer view(SimulatedFile file, Actor actor) {
        return SimulatedBuffer.over(actor.words(file));
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
            programs.add(() -> machine.alone(() -> supervised.clearPins(0)));
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

    /** A further arena file for the publisher that asks; its number, or -1. */
    int grow() {
        int[] index = {-1};
        machine.alone(() -> {
            if (supervised.arenas() < scenario.arenaFiles()) {
                index[0] = supervised.arenas();
                supervised.addArena(arenaFiles.get(index[0]).bytes());
            }
            machine.drainAll(supervisor);
        });
        return index[0];
    }

    /** What the supervisor does once a reader is proved dead; twice, as if the first time had been interrupted (L7). */
    void readerDied(int reader) {
        machine.alone(() -> {
            cleanUpAfterReader(reader);
            cleanUpAfterReader(reader);
            machine.drainAll(supervisor);
        });
    }

    private void cleanUpAfterReader(int reader) {
        if (mutant.clearsPinsOfTheDead()) {
            supervised.clearPins(reader);
        }
        doorbell(readerBells.get(reader)).clearWaiting();
        if (scenario.has(LogScenario.Option.READERS_STAY_DEAD)
                || scenario.readers().get(reader).late()) {
            supervised.free(reader);
        }
        if (mutant.ringsAfterADeath()) {
            doorbell(publisherBell).ring();
        }
    }

    /** What the supervisor does once a reader has cleared its pins and said so. */
    void readerLeft(int reader) {
        machine.alone(() -> {
            checks.readers[reader].dropped += readerCursor(reader) - checks.readers[reader].next;
            checkAccount(reader);
            supervised.free(reader);
            doorbell(publisherBell).ring();
            machine.drainAll(supervisor);
        });
    }

    /** What the supervisor does once the publisher is proved dead. */
    void publisherDied() {
        machine.alone(() -> {
            cleanUpAfterPublisher();
            cleanUpAfterPublisher();
            machine.drainAll(supervisor);
        });
    }

    private void cleanUpAfterPublisher() {
        doorbell(publisherBell).clearWaiting();
        if (scenario.has(LogScenario.Option.PUBLISHER_STAYS_DEAD)) {
            checks.publisherEnded = true;
            supervised.close();
        }
        if (mutant.ringsAfterADeath()) {
            readerBells.forEach(bell -> doorbell(bell).ring());
        }
    }

    private Doorbell doorbell(SimulatedFile bell) {
        return new Doorbell(view(bell, supervisor), supervisor.futex());
    }

    private void checkAccounts() {
        for (int i = 0; i < readerFiles.size(); i++) {
            LogChecks.ReaderState reader = checks.readers[i];
            Account account = checkAccount(i);
            require(reader.gone || account.unread() == 0, "reader " + i + " has left something unread: " + account);
            for (int pin = 0; pin < scenario.readers().get(i).pins(); pin++) {
                require(readerFiles.get(i).peek(ReaderLayout.pin(pin)) == 0, "a pin of reader " + i + " is left");
            }
        }
    }

    private Account checkAccount(int number) {
        LogChecks.ReaderState reader = checks.readers[number];
        Account account = supervised.account(number);
        String say = "accounts of reader " + number + ": " + account + ", in truth received " + reader.received
                + ", dropped " + reader.dropped + ", deaths " + reader.deaths;
        require(account.received() + account.dropped() + account.unread() == account.published(), say);
        require(account.dropped() >= 0 && account.unread() >= 0, say);
        require(Math.abs(account.received() - reader.received) <= reader.deaths, say);
        boolean lossless = scenario.readers().get(number).blocking() && !reader.demoted;
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
