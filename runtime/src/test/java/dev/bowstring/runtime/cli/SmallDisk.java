package dev.bowstring.runtime.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that is soon full. Where this user may not mount one, the test is skipped, and says so. */
final class SmallDisk implements AutoCloseable {
    private final Path at;

    private SmallDisk(Path at) {
        this.at = at;
    }

    /** @param size as mount(8) has it, such as {@code 60m} */
    static SmallDisk mount(Path at, String size) throws IOException, InterruptedException {
        Files.createDirectories(at);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size + ",mode=700", "tmpfs", at.toString());
        if (!mounted) {
            System.err.println("SKIPPED: what happens on a full disk, since this user may not mount a small one");
        }
        assumeTrue(mounted, "may not mount");
        return new SmallDisk(at);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", at.toString());
    }
}
