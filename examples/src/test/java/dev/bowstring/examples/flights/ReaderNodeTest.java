package dev.bowstring.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.testing.SentMessage;
import dev.bowstring.node.testing.TestNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The reader with a small file. */
@Timeout(60)
class ReaderNodeTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("number", new ArrowType.Int(32, true))));

    @TempDir
    Path directory;

    @Test
    void shouldSendTheFileInBatchesOf1000NullsAmongThem() throws IOException {
        try (TestNode test = TestNode.builder().output("flights").build()) {
            Path file = fileOf(test, 1_003);

            test.run(node -> ReaderNode.run(node, file));

            List<SentMessage> sent = test.output("flights").messages();
            assertThat(sent).extracting(batch -> batch.values().size()).containsExactly(1_000, 3);
            assertThat(sent.get(1).values()).containsExactly(1_000, null, 1_002);
        }
    }

    @Test
    void shouldReadNoFurtherWhenItIsStopped() throws IOException {
        try (TestNode test = TestNode.builder().output("flights").build()) {
            Path file = fileOf(test, 5_000);
            test.output("flights").full();
            test.stop();

            test.run(node -> ReaderNode.run(node, file));

            assertThat(test.output("flights").messages()).isEmpty();
        }
    }

    /** A file of numbers from 0, of which the last but one is null. */
    private Path fileOf(TestNode test, int rows) throws IOException {
        Path file = directory.resolve("numbers.arrow");
        try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, test.allocator());
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                ArrowFileWriter writer =
                        new ArrowFileWriter(root, new DictionaryProvider.MapDictionaryProvider(), channel)) {
            IntVector numbers = (IntVector) root.getVector(0);
            for (int row = 0; row < rows; row++) {
                numbers.setSafe(row, row);
            }
            numbers.setNull(rows - 2);
            root.setRowCount(rows);
            writer.start();
            writer.writeBatch();
            writer.end();
        }
        return file;
    }
}
