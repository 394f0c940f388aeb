package dev.bowstring.transport.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An appender in a process of its own: {@code journal bytes count gate}. It appends the messages from 0 on, says {@code +}
 * for each, and in the middle of the document of message {@code gate} says {@code !} and stands still.
 */
final class AppenderProcess {
    static final JournalSettings SETTINGS =
            new JournalSettings(Duration.ofHours(1), 1 << 20, JournalSettings.FOREVER, Long.MAX_VALUE, 0, 8 << 20);

    private AppenderProcess() {}

    public static void main(String[] arguments) throws IOException {
        JournalDirectory journal = new JournalDirectory(Path.of(arguments[0]));
        int bytes = Integer.parseInt(arguments[1]);
        long count = Long.parseLong(arguments[2]);
        long gate = Long.parseLong(arguments[3]);
        JournalMessages messages = new JournalMessages(bytes);
        try (JournalAppender appender = JournalAppender.open(journal, SETTINGS, System::currentTimeMillis)) {
            for (long i = 0; i < count; i++) {
                boolean standStill = i == gate;
                messages.inTheMiddle = standStill ? AppenderProcess::standStill : () -> {};
                Appended appended = messages.append(appender, "run", i);
                say(appended == Appended.APPENDED || appended == Appended.ALREADY_THERE ? '+' : '?');
            }
            say('.');
        }
    }

    /** Half of the document is written, and the queue's write lock is held. */
    private static void standStill() {
        say('!');
        while (true) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000L);
        }
    }

    private static void say(char what) {
        System.out.write(what);
        System.out.flush();
    }
}
