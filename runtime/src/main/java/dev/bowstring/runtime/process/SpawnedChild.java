package dev.bowstring.runtime.process;

import java.util.OptionalInt;

/** A child of this process, started by the {@link Spawner}; its pid is the id of its session. */
final class SpawnedChild implements Child {
    private final Process process;
    private final Drain out;
    private final Drain err;
    private final Ending ending;
    private final Runnable emptied;

    /** @param emptied called when nothing of the session is left; more than once, perhaps */
    SpawnedChild(Process process, Drain out, Drain err, Ending ending, Runnable emptied) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.ending = ending;
        this.emptied = emptied;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public String exitCause() {
        return ending.cause(process.pid(), process.exitValue());
    }

    @Override
    public boolean drained() {
        return out.done() && err.done();
    }

    @Override
    public long handedOn() {
        return out.handedOn() + err.handedOn();
    }

    @Override
    public boolean quiet() {
        return (out.done() || out.reading()) && (err.done() || err.reading());
    }

    @Override
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy() would close the pipes too, and lose its last words.
    }

    @Override
    public int killSession() {
        if (!process.isAlive()) {
            int living = Session.killRest(process.pid());
            if (living == 0) {
                emptied.run();
            }
            return living;
        }
        int living = Session.kill(process.pid());
        process.toHandle().destroyForcibly(); // Just started, it has no session of its own yet.
        return Math.max(1, living);
    }
}
