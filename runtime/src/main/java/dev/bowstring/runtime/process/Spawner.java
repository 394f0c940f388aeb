package dev.bowstring.runtime.process;

import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.logs.LogSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes with {@code setsid setpriv --pdeathsig KILL -- command}: each leads a session of its own, and the
 * kernel kills it when the supervisor dies; what it has started is killed by the {@link Warden} then.
 *
 * <p>The death signal follows the <em>thread</em> that started the process, so one thread starts all of them and lives as
 * long as this spawner: close it only when every child is dead.
 */
public final class Spawner implements Processes, AutoCloseable {
    private static final File NOTHING = new File("/dev/null");
    private static final List<String> TOOLS = List.of("setsid", "setpriv");

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread spawner = new Thread(work, "bowstring-spawner");
        spawner.setDaemon(true);
        return spawner;
    });
    private final OomKills oomKills = OomKills.ofThisMachine();
    private final Warden warden;
    private final Runnable exited;

    /**
     * Starts the spawning thread.
     *
     * @param run the directory of the run
     * @param exited called by some thread whenever a process has ended or printed its last
     * @throws ProcessException if the tools of util-linux are missing
     */
    public Spawner(Path run, Runnable exited) {
        this.warden = new Warden(run);
        this.exited = exited;
        for (String tool : TOOLS) {
            UtilLinux.find(tool);
        }
        thread.execute(warden::start); // nobody waits for it but the first node that is started
    }

    @Override
    public Child spawn(Launch launch, LineSink lines) {
        try {
            Ending ending = new Ending(launch.command(), oomKills);
            Process process = thread.submit(() -> start(launch)).get();
            LineSink kept = line -> {
                ending.accept(line);
                lines.accept(line);
            };
            Drain out = drain(launch, process, LogSource.STDOUT, kept);
            Drain err = drain(launch, process, LogSource.STDERR, kept);
            var unused = process.onExit().thenRun(exited);
            return new SpawnedChild(process, out, err, ending, () -> warden.forget(process.pid()));
        } catch (ExecutionException failure) {
            throw new ProcessException("node " + launch.node() + ": cannot be started: " + failure.getCause(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProcessException("node " + launch.node() + ": interrupted while starting it", interrupted);
        }
    }

    private Drain drain(Launch launch, Process process, LogSource source, LineSink lines) {
        return Drain.start(
                launch,
                source,
                source == LogSource.STDOUT ? process.getInputStream() : process.getErrorStream(),
                lines,
                exited);
    }

    private Process start(Launch launch) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(
                UtilLinux.find("setsid").toString(),
                UtilLinux.find("setpriv").toString(),
                "--pdeathsig",
                "KILL",
                "--"));
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(launch.directory().toFile())
                .redirectInput(NOTHING);
        builder.environment().putAll(launch.environment());
        Process process = builder.start();
        warden.watch(process.pid());
        return process;
    }

    /** Ends the spawning thread, and with it every child that still lives. */
    @Override
    public void close() {
        thread.shutdownNow();
        warden.close();
    }
}
