package dev.bowstring.runtime.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that somebody debugs. */
@Tag("process")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DebugIT {
    private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(US_ASCII);
    private static final Pattern PORT =
            Pattern.compile("node debugged: a debugger may attach at 127\\.0\\.0\\.1:(\\d+)");
    private static final int VIRTUAL_MACHINE = 1;
    private static final int EXIT = 10;

    @TempDir
    Path directory;

    private Bowstring bowstring;

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
    }

    /** Two nodes stand still; one of them has a debugger. */
    @Test
    void shouldLetANodeStandStillAndADebuggerAttach() throws Exception {
        String stuck = "health_check_timeout: 1s\n    on_failure: isolate";
        Process process = bowstring.start("nodes:\n"
                + RestartNode.yaml("debugged", "stuck", "outputs: [out]\n    debug: true\n    " + stuck)
                + RestartNode.yaml("other", "stuck", "outputs: [out]\n    " + stuck));
        await().until(() -> bowstring.errors().contains("node other failed: got stuck"));
        await().until(() -> PORT.matcher(bowstring.errors()).find());

        endWith(7, port());

        Ended ended = bowstring.end(process);
        assertThat(ended.err()).contains("node debugged failed: exit code 7").doesNotContain("debugged failed: got");
        bowstring.assertNothingLeft();
    }

    private int port() throws IOException {
        Matcher port = PORT.matcher(bowstring.errors());
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }

    /** Speaks as a debugger does: shakes hands, then lets the JVM exit. */
    private static void endWith(int exitCode, int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            out.write(HANDSHAKE);
            out.flush();
            assertThat(in.readNBytes(HANDSHAKE.length)).isEqualTo(HANDSHAKE);
            out.writeInt(15); // bytes of this packet
            out.writeInt(1); // its number
            out.writeByte(0);
            out.writeByte(VIRTUAL_MACHINE);
            out.writeByte(EXIT);
            out.writeInt(exitCode);
            out.flush();
            in.readNBytes(Integer.BYTES); // an answer, or the end of the JVM
        }
    }
}
