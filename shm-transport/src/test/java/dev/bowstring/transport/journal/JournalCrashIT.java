package dev.bowstring.transport.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Appenders that are killed or stopped, as the kernel does it. */
@Tag("process")
@Tag("faults")
@Timeout(180)
final class JournalCrashIT {
    private static final String RUN = "run";

    @TempDir
    private Path directory;

    private JournalDirectory journal;
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void nameIt() {
        journal = new JournalDirectory(directory.resolve("out"));
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(int bytes, long count, long gate) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String opened : List.of("java.nio", "java.lang.reflect", "sun.nio.ch")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        for (String exported : List.of("jdk.internal.misc", "jdk.internal.ref")) {
            command.add("--add-exports=java.base/" + exported + "=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                AppenderProcess.class.getName(),
                journal.path().toString(),
                Integer.toString(bytes),
                Long.toString(count),
                Long.toString(gate)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return process;
    }

    /** Waits until so many messages were said to be appended, or the gate is reached. */
    private static long await(Process process, long wanted) throws IOException {
        InputStream said = process.getInputStream();
        long appended = 0;
        while (appended < wanted) {
            int word = said.read();
            if (word != '+') {
                break;
            }
            appended++;
        }
        return appended;
    }

    private List<Long> read(int bytes) {
        List<Long> found = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            JournalRecord record = new JournalRecord();
            JournalPoll poll = reader.poll(record);
            while (poll == JournalPoll.TAKEN) {
                JournalMessages.check(record, record.facts().sequence(), bytes);
                assertThat(record.position()).isEqualTo(found.size());
                found.add(record.facts().sequence());
                record.pin().release();
                poll = reader.poll(record);
            }
            assertThat(poll).as(reader.problem()).isEqualTo(JournalPoll.NOTHING);
        }
        return found;
    }

    private static List<Long> first(long count) {
        return LongStream.range(0, count).boxed().toList();
    }

    @Test
    void shouldLoseNothingWhenItIsKilledInTheMiddleOfADocument() throws Exception {
        long count = 0;
        for (int round = 0; round < 6; round++) {
            Process appender = start(50_000 + 700 * round, count + 10, count + 1);
            assertThat(await(appender, Long.MAX_VALUE)).isEqualTo(count + 1);
            appender.destroyForcibly().waitFor();
            count++;
            assertThat(sequences()).isEqualTo(first(count)); // readers never see it

            count = appendSmallOnes(count, 30);
            assertThat(sequences()).isEqualTo(first(count));
        }
    }

    /** They do not cover what the killed one wrote: its bytes must not be taken for documents. */
    private long appendSmallOnes(long from, int count) {
        try (JournalAppender next =
                JournalAppender.open(journal, AppenderProcess.SETTINGS, System::currentTimeMillis)) {
            assertThat(next.last().orElseThrow().sequence()).isEqualTo(from - 1);
            JournalMessages small = new JournalMessages(64);
            assertThat(small.append(next, RUN, from - 1)).isEqualTo(Appended.ALREADY_THERE);
            for (long i = from; i < from + count; i++) {
                assertThat(small.append(next, RUN, i)).isEqualTo(Appended.APPENDED);
            }
        }
        return from + count;
    }

    private List<Long> sequences() {
        List<Long> found = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            JournalRecord record = new JournalRecord();
            while (reader.poll(record) == JournalPoll.TAKEN) {
                found.add(record.facts().sequence());
                record.pin().release();
            }
        }
        return found;
    }

    @Test
    void shouldLeaveNeitherGapNorDuplicateWhereverItIsKilled() throws Exception {
        Random random = new Random(7);
        long count = 4_000;
        for (int life = 0; life < 12; life++) {
            Process appender = start(4096, count, -1);
            long confirmed = await(appender, 1 + random.nextInt((int) count / 12 * (life + 1)));
            appender.destroyForcibly().waitFor();
            assertThat(read(4096)).hasSizeGreaterThanOrEqualTo((int) confirmed);
        }
        Process last = start(4096, count, -1);
        assertThat(await(last, count)).isEqualTo(count);
        assertThat(last.getInputStream().read()).isEqualTo('.');
        last.waitFor();

        assertThat(read(4096)).isEqualTo(first(count));
        assertThat(journal.queueFiles()).hasSizeGreaterThan(5);
    }

    @Test
    void shouldRefuseASecondAppenderAtOnceWhileTheFirstIsStoppedWithTheWriteLock() throws Exception {
        Process appender = start(1 << 20, 10, 4);
        assertThat(await(appender, Long.MAX_VALUE)).isEqualTo(4);
        signal(appender, "STOP");

        assertThatThrownBy(() -> JournalAppender.open(journal, AppenderProcess.SETTINGS, System::currentTimeMillis))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("is appended to by process " + appender.pid());
        assertThat(read(1 << 20)).isEqualTo(first(4)); // nobody who reads waits for it

        appender.destroyForcibly().waitFor();
        try (JournalAppender next =
                JournalAppender.open(journal, AppenderProcess.SETTINGS, System::currentTimeMillis)) {
            assertThat(new JournalMessages(1 << 20).append(next, RUN, 4)).isEqualTo(Appended.APPENDED);
        }
        assertThat(read(1 << 20)).isEqualTo(first(5));
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
