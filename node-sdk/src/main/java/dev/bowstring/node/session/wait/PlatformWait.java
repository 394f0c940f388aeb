package dev.bowstring.node.session.wait;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Waits as another does, and lets a virtual thread do so without its carrier, which a sleep in the kernel would hold: with all
 * carriers held, whoever could end the waits would never run. A platform thread sleeps in its place, started for this wait
 * alone, so that none is left behind; whenever it would look, the virtual thread does.
 */
public final class PlatformWait implements Wait {
    private static final String VIRTUAL = "java.lang.VirtualThread"; // there is no other way to ask before Java 21

    private final Wait wait;

    public PlatformWait(Wait wait) {
        this.wait = wait;
    }

    @Override
    public boolean await(BooleanSupplier look, long deadlineNs) {
        Class<?> kind = Thread.currentThread().getClass();
        if (kind == Thread.class || !kind.getName().equals(VIRTUAL)) {
            return wait.await(look, deadlineNs);
        }
        return look.getAsBoolean() || new Standing(look).await(deadlineNs);
    }

    /** One wait of a virtual thread. The two threads take turns: neither queue ever has more than one in it. */
    private final class Standing {
        private final BooleanSupplier look;
        private final BlockingQueue<Boolean> asked = new ArrayBlockingQueue<>(1); // true: look; false: it is over
        private final BlockingQueue<Boolean> seen = new ArrayBlockingQueue<>(1);

        Standing(BooleanSupplier look) {
            this.look = look;
        }

        boolean await(long deadlineNs) {
            Thread sleeper = new Thread(() -> sleep(deadlineNs), "bowstring-sleeper");
            sleeper.setDaemon(true);
            sleeper.start();
            boolean found = false;
            boolean answered = false;
            try {
                while (take(asked, sleeper)) {
                    answered = false;
                    found = look.getAsBoolean();
                    answered = seen.add(found);
                }
                return found;
            } finally {
                if (!answered) {
                    seen.add(true); // the look has thrown: nobody waits any more
                }
            }
        }

        private void sleep(long deadlineNs) {
            try {
                wait.await(this::ask, deadlineNs);
            } finally {
                asked.add(false);
            }
        }

        private boolean ask() {
            asked.add(true);
            return take(seen, Thread.currentThread());
        }

        /** Not interruptible, since the other one answers at once; the sleeper hears of it, and ends the wait. */
        private boolean take(BlockingQueue<Boolean> from, Thread sleeper) {
            boolean interrupted = false;
            while (true) {
                try {
                    boolean taken = from.take();
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    return taken;
                } catch (InterruptedException early) {
                    interrupted = true;
                    if (sleeper != Thread.currentThread()) {
                        sleeper.interrupt();
                    }
                }
            }
        }
    }
}
