package dev.bowstring.runtime.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where lines go. */
enum Terminal {
    OUT("1", "stdout.encoding"),
    ERR("2", "stderr.encoding");

    static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final String number;
    private final String encoding;

    Terminal(String number, String encoding) {
        this.number = number;
        this.encoding = encoding;
    }

    /**
     * A stream of its own: whoever waits in it for a terminal that takes nothing holds no lock of {@link System#out}, which
     * libraries flush when they please.
     */
    PrintStream stream() {
        Charset charset = Charset.forName(
                System.getProperty(encoding, Charset.defaultCharset().name()));
        FileDescriptor descriptor = this == OUT ? FileDescriptor.out : FileDescriptor.err;
        return new PrintStream(new BufferedOutputStream(new FileOutputStream(descriptor)), false, charset);
    }

    /** Whether a person with a sense for colours looks at it. */
    boolean colours(Map<String, String> environment, Path descriptors) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && isTerminal(descriptors.resolve(number));
    }

    /** {@code System.console()} does not tell any more on later JDKs. */
    private static boolean isTerminal(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().matches("/dev/(pts/|tty|console).*");
        } catch (IOException unknown) {
            return false; // No /proc, or no such descriptor at all: no colours.
        }
    }
}
