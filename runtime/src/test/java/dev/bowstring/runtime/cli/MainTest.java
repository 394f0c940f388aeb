package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.control.ControlException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class MainTest {
    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--version", "run --version", "recording verify --version"})
    void shouldPrintItsVersion(String command) {
        int exit = Main.commandLine().setOut(new PrintWriter(out)).execute(command.split(" "));

        assertThat(exit).isZero();
        assertThat(out.toString()).startsWith("bowstring ");
    }

    @Test
    void shouldSayWhatTheUserCanMendWithoutAStackTrace() {
        int exit = Main.commandLine()
                .addSubcommand("listen", new Refused())
                .setErr(new PrintWriter(out))
                .execute("listen");

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString().lines()).containsExactly("/shm/s cannot be listened on; start the dataflow again");
    }

    @Command(name = "listen")
    static final class Refused implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new ControlException("/shm/s", "cannot be listened on", "start the dataflow again");
        }
    }
}
