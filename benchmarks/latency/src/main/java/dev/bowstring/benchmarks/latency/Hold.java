package dev.bowstring.benchmarks.latency;

import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.benchmarks.cell.Workload;
import dev.bowstring.benchmarks.contender.FailedRunException;
import dev.bowstring.benchmarks.contender.Scratch;
import dev.bowstring.benchmarks.report.Looks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Looks at the floor while a program that has warmed up holds still, and again as soon as it has measured: seconds of warm-up
 * lie before the one look, and the end of JVMs behind the other. A thread of its own beside the run.
 */
final class Hold implements AutoCloseable {
    private static final long PAUSE_MS = 10;

    private final Scratch scratch;
    private final Path done;
    private final DoubleSupplier look;
    private final CompletableFuture<Looks> looks = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "hold");

    private Hold(Scratch scratch, Path done, DoubleSupplier look) {
        this.scratch = scratch;
        this.done = done;
        this.look = look;
    }

    /** Begins to wait for the program of a run that is about to start. */
    static Hold begin(Workload workload, Scratch scratch, DoubleSupplier look) {
        String driver = workload == Workload.PING_PONG ? "ping.txt" : "source.txt";
        Hold hold = new Hold(scratch, scratch.file(driver), look);
        create(scratch.file(Work.LOOK_FILE));
        hold.thread.start();
        return hold;
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void run() {
        try {
            await(scratch.file(Work.WARM_FILE));
            double before = lookAndLetGo();
            await(done);
            looks.complete(new Looks(before, look.getAsDouble()));
        } catch (InterruptedException over) {
            looks.cancel(false); // the run is: it has not held still, or it failed
        } catch (RuntimeException | Error failure) {
            looks.completeExceptionally(failure);
        }
    }

    /** Whatever becomes of the look, the program must not wait for ever. */
    private double lookAndLetGo() {
        try {
            return look.getAsDouble();
        } finally {
            create(scratch.file(Work.GO_FILE));
        }
    }

    private static void await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    /** Both looks, once the run is over; empty if its program did not hold still. */
    Optional<Looks> looks() {
        if (!Files.exists(scratch.file(Work.WARM_FILE))) {
            return Optional.empty();
        }
        try {
            return Optional.of(looks.get());
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof FailedRunException failed) {
                throw failed;
            }
            throw new IllegalStateException("a look at the floor failed", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
