package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data through three nodes for as long as {@code bowstring.soakSeconds} says; part of the profile {@code long}. */
@Tag("soak")
class SoakIT {
    @TempDir
    Path directory;

    @Test
    void shouldLoseNothingInALongTime() throws Exception {
        int seconds = Integer.getInteger("bowstring.soakSeconds", 0);
        try (Bowstring bowstring = new Bowstring(directory)) {
            Process process = bowstring.start(SdkNode.chain(""), "--stop-after", seconds + "s");

            process.waitFor(); // however long that is

            Ended ended = bowstring.end(process);
            assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
            Matcher sent = Pattern.compile("source \\| sent ([0-9]+)").matcher(ended.out());
            assertThat(sent.find()).as(ended.out()).isTrue();
            assertThat(ended.out()).contains("relay  | relayed " + sent.group(1), "sink   | got " + sent.group(1));
            bowstring.assertNothingLeft();
        }
    }
}
