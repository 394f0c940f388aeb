package dev.bowstring.transport.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose output is read from its journal. */
@Timeout(60)
abstract class JournalInputGround {
    @TempDir
    Path directory;

    JournalEdgeFixture run;

    @BeforeEach
    final void beginARun() throws IOException {
        run = begin("run-1");
    }

    final JournalEdgeFixture begin(String id) throws IOException {
        return new JournalEdgeFixture(directory, id, JournalEdgeFixture.SMALL_FILES, 64);
    }

    @AfterEach
    final void endIt() {
        run.endAppender();
        run.close();
    }

    final void nextRun() throws IOException {
        endIt();
        run = begin("run-2");
    }

    static List<Long> from(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }
}
