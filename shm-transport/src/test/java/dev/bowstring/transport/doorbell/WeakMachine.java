package dev.bowstring.transport.doorbell;

import dev.bowstring.transport.segment.Fence;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.concurrent.AtomicBuffer;

/**
 * A machine with a weak memory on which the real code runs: one store buffer per actor, whose plain stores become visible
 * in any order, release stores only as the oldest; volatile stores, atomic additions and full fences drain it. Which actor
 * makes its next access, and which store drains, is the chooser's. Actors are threads, but only one runs at a time.
 *
 * <p>Sleeping in the futex has no timeout here, so that a lost wake-up is a deadlock, which is reported.
 */
final class WeakMachine {
    /** All actors sleep or wait for ever. */
    static final class LostWakeUp extends AssertionError {
        private static final long serialVersionUID = 1L;

        LostWakeUp(String trace) {
            super("all sleep:\n" + trace);
        }
    }

    private static final class Aborted extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Decides what happens next. */
    interface Chooser {
        /** @param who what each possible step belongs to: an actor, or the store buffer of one; returns an index */
        int pick(int[] who);
    }

    private record Choice(int who, Runnable action) {}

    private record Store(long address, long value, boolean release) {}

    private static final class Actor {
        final String name;
        final List<Store> buffer = new ArrayList<>();
        Thread thread;
        String what = "start";
        BooleanSupplier enabled = () -> true;
        LongSupplier effect = () -> 0;
        boolean pending = true;
        long asleepOn = -1;
        long result;
        volatile boolean granted;

        Actor(String name) {
            this.name = name;
        }
    }

    private static final int MAX_STEPS = 20_000;
    private static final long LOCK = -8;

    private final Chooser chooser;
    private final Map<Long, Long> memory = new HashMap<>();
    private final List<Actor> actors = new ArrayList<>();
    private final ThreadLocal<Actor> current = new ThreadLocal<>();
    private final StringBuilder trace = new StringBuilder();
    private volatile Throwable failure;
    private int steps;

    WeakMachine(Chooser chooser) {
        this.chooser = chooser;
    }

    /** Runs the programs to their end; throws what went wrong. */
    void run(ExecutorService threads, Map<String, Runnable> programs) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(programs.size());
        CountDownLatch ended = new CountDownLatch(programs.size());
        programs.forEach((name, program) -> {
            Actor actor = new Actor(name);
            actors.add(actor);
            threads.execute(() -> play(actor, program, ready, ended));
        });
        ready.await();
        schedule();
        ended.await();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new AssertionError(trace.toString(), failure);
        }
    }

    private void play(Actor actor, Runnable program, CountDownLatch ready, CountDownLatch ended) {
        current.set(actor);
        actor.thread = Thread.currentThread();
        ready.countDown();
        try {
            awaitGrant(actor);
            program.run();
            schedule();
        } catch (Aborted expected) {
            // another actor failed, or all slept
        } catch (Throwable thrown) {
            fail(thrown);
        } finally {
            current.remove();
            ended.countDown();
        }
    }

    private void awaitGrant(Actor actor) {
        while (!actor.granted) {
            LockSupport.park();
        }
        actor.granted = false;
        if (failure != null) {
            throw new Aborted();
        }
    }

    private void fail(Throwable thrown) {
        failure = thrown;
        for (Actor actor : actors) {
            actor.granted = true;
            LockSupport.unpark(actor.thread);
        }
    }

    private long step(String what, BooleanSupplier enabled, LongSupplier effect) {
        if (failure != null) {
            throw new Aborted();
        }
        Actor me = current.get();
        me.what = what;
        me.enabled = enabled;
        me.effect = effect;
        me.pending = true;
        schedule();
        awaitGrant(me);
        return me.result;
    }

    /** Called by the one actor that runs, when it has come to its next access: chooses until an actor may go on. */
    private void schedule() {
        List<Choice> choices = new ArrayList<>();
        Actor[] next = new Actor[1];
        while (next[0] == null) {
            choices.clear();
            for (int i = 0; i < actors.size(); i++) {
                addChoices(i, choices, next);
            }
            if (choices.isEmpty() || ++steps > MAX_STEPS) {
                end();
                return;
            }
            choices.get(pick(choices)).action.run();
        }
        next[0].granted = true;
        LockSupport.unpark(next[0].thread);
    }

    private int pick(List<Choice> choices) {
        return choices.size() == 1
                ? 0
                : chooser.pick(choices.stream().mapToInt(Choice::who).toArray());
    }

    private void addChoices(int index, List<Choice> choices, Actor[] next) {
        Actor actor = actors.get(index);
        if (actor.pending && actor.asleepOn < 0 && actor.enabled.getAsBoolean()) {
            choices.add(new Choice(2 * index, () -> perform(actor, next)));
        }
        for (int i = 0; i < actor.buffer.size(); i++) {
            Store store = actor.buffer.get(i);
            if (mayDrain(actor.buffer, i)) {
                choices.add(new Choice(2 * index + 1, () -> drain(actor, store)));
            }
        }
    }

    private void perform(Actor actor, Actor[] next) {
        actor.result = actor.effect.getAsLong();
        trace.append(actor.name).append(": ").append(actor.what).append(" -> ").append(actor.result);
        trace.append(actor.asleepOn >= 0 ? " (asleep)\n" : "\n");
        if (actor.asleepOn < 0) {
            actor.pending = false;
            next[0] = actor;
        }
    }

    private void drain(Actor actor, Store store) {
        actor.buffer.remove(store);
        memory.put(store.address, store.value);
        trace.append("    ").append(actor.name).append(": ").append(store).append(" becomes visible\n");
    }

    private static boolean mayDrain(List<Store> buffer, int index) {
        Store store = buffer.get(index);
        if (store.release) {
            return index == 0;
        }
        return buffer.subList(0, index).stream().noneMatch(earlier -> earlier.address == store.address);
    }

    private void end() {
        if (steps > MAX_STEPS) {
            fail(new AssertionError("too many steps:\n" + trace.substring(0, 4000)));
        } else if (actors.stream().anyMatch(actor -> actor.pending)) {
            fail(new LostWakeUp(trace.toString()));
        }
    }

    private void drainAll(Actor actor) {
        while (!actor.buffer.isEmpty()) {
            drain(actor, actor.buffer.get(0));
        }
    }

    private long visible(Actor actor, long address) {
        for (int i = actor.buffer.size() - 1; i >= 0; i--) {
            if (actor.buffer.get(i).address == address) {
                return actor.buffer.get(i).value;
            }
        }
        return memory.getOrDefault(address, 0L);
    }

    long load(long address) {
        Actor me = current.get();
        return step("load " + address, () -> true, () -> visible(me, address));
    }

    /** Nobody else sees it yet, so it is no step of its own. */
    void store(long address, long value, boolean release) {
        current.get().buffer.add(new Store(address, value, release));
    }

    long add(long address, long delta) {
        Actor me = current.get();
        return step("add " + address, () -> true, () -> {
            drainAll(me);
            long before = memory.getOrDefault(address, 0L);
            memory.put(address, before + delta);
            return before;
        });
    }

    Fence fence() {
        return new Fence() {
            @Override
            public void full() {
                Actor me = current.get();
                step("full fence", () -> true, () -> {
                    drainAll(me);
                    return 0;
                });
            }

            @Override
            public void load() {}
        };
    }

    Futex futex() {
        return new Futex() {
            @Override
            public int await(long address, int expected, long timeoutNs) {
                Actor me = current.get();
                return (int) step("futex wait for other than " + expected, () -> true, () -> {
                    if (visible(me, address) != expected) {
                        return CHANGED;
                    }
                    me.asleepOn = address;
                    me.what = "awake";
                    me.effect = () -> WOKEN;
                    return 0;
                });
            }

            @Override
            public void wakeAll(long address) {
                step("futex wake", () -> true, () -> {
                    actors.stream().filter(actor -> actor.asleepOn == address).forEach(actor -> actor.asleepOn = -1);
                    return 0;
                });
            }
        };
    }

    /** A lock of the process: taking it drains, leaving it is a release store. */
    SimulatedLock lock() {
        return new SimulatedLock() {
            @Override
            public void lock() {
                Actor me = current.get();
                step("lock", () -> visible(me, LOCK) == 0, () -> {
                    drainAll(me);
                    memory.put(LOCK, 1L);
                    return 0;
                });
            }

            @Override
            public void unlock() {
                store(LOCK, 0, true);
            }
        };
    }

    /** The shared page; an access that is not simulated throws. */
    AtomicBuffer page() {
        return (AtomicBuffer) Proxy.newProxyInstance(
                AtomicBuffer.class.getClassLoader(), new Class<?>[] {AtomicBuffer.class}, this::access);
    }

    private Object access(Object proxy, Method method, Object[] arguments) {
        long address = arguments == null ? 0 : (int) arguments[0];
        switch (method.getName()) {
            case "addressOffset":
                return 0L;
            case "getLongVolatile":
                return load(address);
            case "getIntVolatile":
                return (int) load(address);
            case "putLong", "putInt":
                store(address, ((Number) arguments[1]).longValue(), false);
                return null;
            case "putLongRelease":
                store(address, (long) arguments[1], true);
                return null;
            case "getAndAddInt":
                return (int) add(address, (int) arguments[1]);
            default:
                throw new UnsupportedOperationException(method.getName());
        }
    }
}
