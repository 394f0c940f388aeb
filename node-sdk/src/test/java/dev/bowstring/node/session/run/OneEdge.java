package dev.bowstring.node.session.run;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.SendResult;
import java.nio.file.Path;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Nodes over real files, most of them a source and a sink. */
abstract class OneEdge {
    RunFixture run;

    @BeforeEach
    void declare(@TempDir Path directory) {
        run = new RunFixture(directory);
    }

    @AfterEach
    void close() {
        run.close();
    }

    final void oneEdge(int queueSize) {
        run.output("source", "rows")
                .blocking("sink", "rows", "source/rows", queueSize)
                .start();
    }

    final BigIntVector vector(long value) {
        BigIntVector vector = new BigIntVector("n", run.output("source/rows").allocator());
        vector.setSafe(0, value);
        vector.setValueCount(1);
        return vector;
    }

    final SendResult send(long value, Metadata metadata) {
        try (BigIntVector vector = vector(value)) {
            return run.output("source/rows").send(vector, metadata);
        }
    }
}
