package dev.bowstring.transport.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * A machine with a weak memory. Every shared access and every fence of an {@link Actor} goes through here, and before each
 * the {@link Schedule} may make a waiting store visible, let another actor go on, or kill the one that wanted to go on.
 *
 * <p>Programs are threads, of which exactly one runs at a time; so what a test keeps beside the simulated memory needs no
 * synchronisation. When nobody can go on and nothing is left to become visible, that is a deadlock: a lost wake-up.
 */
public final class SimulatedMachine {
    private static final int MAX_STEPS = 200_000;
    private static final int SPINS = 200;
    private static final long AWAKE = -1;

    /** Sees every store at the moment it becomes visible. */
    public interface Monitor {
        /** {@code before} is what was there; throws when the store breaks a rule. */
        void stored(SimulatedFile file, int offset, int length, long before);

        /** An actor has just died. */
        void died(Actor actor);
    }

    private static final class Aborted extends Error {
        private static final long serialVersionUID = 1L;

        Aborted() {
            super("aborted", null, false, false);
        }
    }

    /** A thread that plays one program. */
    private static final class Strand {
        final Runnable program;
        Thread thread;
        long waitsForChangeOf = AWAKE;
        long asleepOn = AWAKE;
        boolean ended;
        volatile boolean granted;

        Strand(Runnable program) {
            this.program = program;
        }
    }

    private final Schedule schedule;
    private final Monitor monitor;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Strand> strands = new ArrayList<>();
    private final List<Strand> runnable = new ArrayList<>();
    private final List<Actor> draining = new ArrayList<>();
    private final List<SimulatedFile> bells = new ArrayList<>();
    private Strand running;
    private StringBuilder trace;
    private Throwable failure;
    private CountDownLatch ended;
    private int files;
    private int steps;
    private long version;
    private boolean locked;

    /** A machine without files. */
    public SimulatedMachine(Schedule schedule, Monitor monitor) {
        this.schedule = schedule;
        this.monitor = monitor;
    }

    /** Writes down everything that happens, for {@link #story}. */
    public void remember() {
        trace = new StringBuilder();
    }

    /** What has happened, if it was to be remembered. */
    public String story() {
        return trace == null ? "" : trace.toString();
    }

    /** A further file, zeroed. */
    public SimulatedFile file(String name, int size) {
        return new SimulatedFile(name, files++, size);
    }

    /** A new process. */
    public Actor actor(String name) {
        Actor actor = new Actor(this, name);
        actors.add(actor);
        return actor;
    }

    /** How many accesses there were. */
    public int steps() {
        return steps;
    }

    /** Changes whenever a store has become visible. */
    public long version() {
        return version;
    }

    /** Says that something beside the simulated memory has changed, for which a program may wait. */
    public void changed() {
        version++;
    }

    /** Plays the programs to their end and lets every store become visible; throws what went wrong. */
    public void run(Executor threads, List<Runnable> programs) throws InterruptedException {
        programs.forEach(program -> strands.add(new Strand(program)));
        CountDownLatch ready = new CountDownLatch(strands.size());
        ended = new CountDownLatch(strands.size());
        for (Strand strand : strands) {
            threads.execute(() -> play(strand, ready));
        }
        ready.await();
        running = strands.get(0);
        grant(running);
        ended.await();
        running = null;
        if (failure == null) {
            drainEverything();
        }
        if (failure != null) {
            throw new AssertionError(failure.toString(), failure);
        }
    }

    /** Lets every store become visible. */
    public void drainEverything() {
        List.copyOf(actors).forEach(this::drainAll);
    }

    private void play(Strand strand, CountDownLatch ready) {
        strand.thread = Thread.currentThread();
        ready.countDown();
        try {
            awaitGrant(strand);
            strand.program.run();
            strand.ended = true;
            handOver();
        } catch (Aborted expected) {
            // another program has failed
        } catch (Throwable thrown) { // a test reports everything, assertion errors too
            fail(thrown);
        } finally {
            ended.countDown();
        }
    }

    private static void grant(Strand strand) {
        strand.granted = true;
        LockSupport.unpark(strand.thread);
    }

    private void awaitGrant(Strand strand) {
        for (int i = 0; !strand.granted; i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park();
            }
        }
        strand.granted = false;
        abortIfFailed();
    }

    private void abortIfFailed() {
        if (failure != null) {
            throw new Aborted();
        }
    }

    private void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
        strands.forEach(SimulatedMachine::grant);
    }

    /** An actor is about to make an access that others can see, or that sees others. */
    void step(Actor actor, boolean stores) {
        mayDie(actor, stores);
        if (++steps > MAX_STEPS) {
            throw new AssertionError("no end after " + steps + " steps");
        }
        while (schedule.weak() && schedule.drains() && drainOne()) {
            abortIfFailed();
        }
        if (running != null && schedule.switches()) {
            goOn();
            if (actor.dead) {
                throw new Death();
            }
        }
    }

    void mayDie(Actor actor, boolean stores) {
        abortIfFailed();
        if (!actor.dead && schedule.kills(actor, stores)) {
            kill(actor);
        }
        if (actor.dead) {
            throw new Death();
        }
    }

    private void kill(Actor actor) {
        while (actor.executed > 0) {
            drain(actor, 0);
        }
        trace(actor, "DIES, loses " + actor.buffer.size() + " stores");
        actor.dead = true;
        actor.buffer.clear();
        actors.remove(actor);
        monitor.died(actor);
    }

    void stored(Actor actor) {
        if (!schedule.weak()) {
            drainAll(actor);
        }
    }

    /** Some runnable program goes on, perhaps this one. */
    private void goOn() {
        Strand me = running;
        Strand next = pickRunnable();
        if (next != me) {
            running = next;
            grant(next);
            awaitGrant(me);
        }
    }

    /** The running program cannot go on: waits until it can. */
    private void handOver() {
        Strand me = running;
        Strand next = pickRunnable();
        while (next == null && drainOne()) {
            next = pickRunnable();
        }
        if (next == null) {
            if (strands.stream().allMatch(strand -> strand.ended)) {
                return;
            }
            throw new AssertionError("deadlock, or a lost wake-up: all wait");
        }
        if (next != me) {
            running = next;
            grant(next);
            if (!me.ended) {
                awaitGrant(me);
            }
        }
    }

    private Strand pickRunnable() {
        runnable.clear();
        for (Strand strand : strands) {
            boolean waits = strand.ended || strand.asleepOn != AWAKE || strand.waitsForChangeOf == version;
            if (!waits) {
                runnable.add(strand);
            }
        }
        return runnable.isEmpty() ? null : runnable.get(schedule.pick(runnable.size()));
    }

    /** Waits until {@link #version} is no longer what it was. */
    public void awaitChange(long since) {
        if (running == null) {
            throw new AssertionError("no other program could change anything");
        }
        Strand me = running;
        me.waitsForChangeOf = since;
        while (version == since) {
            handOver();
        }
        me.waitsForChangeOf = AWAKE;
    }

    /** Does something while nobody else does something here: work that in truth one thread does. */
    public void alone(Runnable work) {
        while (locked) {
            awaitChange(version);
        }
        locked = true;
        try {
            work.run();
        } finally {
            locked = false;
            version++;
        }
    }

    boolean sleep(Actor actor, long address, int expected) {
        step(actor, false);
        if (valueAt(actor, address) != expected) {
            trace(actor, "futex: the bell has moved");
            return false;
        }
        trace(actor, "futex: sleeps");
        Strand me = running;
        me.asleepOn = address;
        while (me.asleepOn != AWAKE) {
            handOver();
        }
        trace(actor, "futex: awake");
        return true;
    }

    /** Names a file that holds a futex word. */
    public void bell(SimulatedFile file) {
        bells.add(file);
    }

    private int valueAt(Actor actor, long address) {
        for (SimulatedFile file : bells) {
            if (address >= file.address() && address < file.address() + file.bytes()) {
                return (int) actor.visible(file, (int) (address - file.address()), Integer.BYTES);
            }
        }
        throw new AssertionError("no futex word there: address=" + address);
    }

    void wakeAll(Actor actor, long address) {
        step(actor, false);
        trace(actor, "futex: wakes all");
        for (Strand strand : strands) {
            if (strand.asleepOn == address) {
                strand.asleepOn = AWAKE;
            }
        }
    }

    private boolean drainOne() {
        draining.clear();
        for (Actor actor : actors) {
            if (!actor.buffer.isEmpty()) {
                draining.add(actor);
            }
        }
        if (draining.isEmpty()) {
            return false;
        }
        Actor actor = draining.get(schedule.pick(draining.size()));
        int index = schedule.pick(actor.buffer.size());
        while (!actor.mayDrain(index)) {
            index--; // the oldest always may
        }
        drain(actor, index);
        return true;
    }

    /** Lets every store of an actor become visible. */
    public void drainAll(Actor actor) {
        while (!actor.buffer.isEmpty()) {
            drain(actor, 0);
        }
    }

    private void drain(Actor actor, int index) {
        Actor.Store store = actor.buffer.remove(index);
        actor.executed -= index < actor.executed ? 1 : 0;
        trace(actor, "    visible:", store.file(), store.offset(), store.value());
        write(store.file(), store.offset(), store.length(), store.value());
    }

    void write(SimulatedFile file, int offset, int length, long value) {
        long before = file.read(offset, length);
        file.write(offset, length, value);
        version++;
        monitor.stored(file, offset, length, before);
    }

    void trace(Actor actor, String what) {
        if (trace != null) {
            trace.append(actor.name()).append(": ").append(what).append('\n');
        }
    }

    void trace(Actor actor, String what, SimulatedFile file, int offset, long value) {
        if (trace != null) {
            trace.append(actor.name()).append(": ").append(what).append(' ').append(file.name);
            trace.append('+').append(offset).append(" = ").append(value).append('\n');
        }
    }
}
