package dev.bowstring.runtime.record;

import dev.bowstring.node.arrow.NodeMemory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * An Arrow IPC file or stream: a batch for each message, with the columns {@code _sequence} (int64), {@code _publish_time}
 * (timestamp in ns, UTC) and {@code _metadata} (utf8, a JSON object or null) before its own.
 */
final class ArrowExport implements Export {
    private final BufferAllocator allocator;
    private final BigIntVector sequence;
    private final TimeStampNanoTZVector time;
    private final VarCharVector metadata;
    private final VectorSchemaRoot root;
    private final ArrowWriter writer;

    private ArrowExport(FileChannel channel, boolean stream, ExportedMessage first, NodeMemory memory) {
        allocator = memory.ordinaryChild("export");
        sequence = new BigIntVector("_sequence", allocator);
        FieldType utc = FieldType.nullable(new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC"));
        time = new TimeStampNanoTZVector(new Field("_publish_time", utc, null), allocator);
        metadata = new VarCharVector("_metadata", allocator);
        List<FieldVector> columns = new ArrayList<>(List.of(sequence, time, metadata));
        for (FieldVector column : first.columns()) {
            FieldVector decoded = first.decoded(column);
            Field named = new Field(
                    column.getName(),
                    new FieldType(
                            column.getField().isNullable(), decoded.getField().getType(), null),
                    decoded.getField().getChildren());
            columns.add(named.createVector(allocator));
            closeUnless(decoded, column);
        }
        root = new VectorSchemaRoot(columns);
        writer = stream
                ? new ArrowStreamWriter(root, new MapDictionaryProvider(), channel)
                : new ArrowFileWriter(root, new MapDictionaryProvider(), channel);
    }

    static ArrowExport create(Path file, boolean stream, ExportedMessage first, NodeMemory memory) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        ArrowExport export = new ArrowExport(channel, stream, first, memory);
        export.writer.start();
        return export;
    }

    private static void closeUnless(FieldVector decoded, FieldVector column) {
        if (decoded != column) {
            decoded.close();
        }
    }

    @Override
    public void write(ExportedMessage message) throws IOException {
        int rows = message.rowCount();
        byte[] json = message.metadataJson().getBytes(StandardCharsets.UTF_8);
        sequence.allocateNew(rows);
        time.allocateNew(rows);
        metadata.allocateNew((long) json.length * rows, rows);
        for (int row = 0; row < rows; row++) {
            sequence.set(row, message.facts().sequence());
            time.set(row, message.facts().wallTimeNs());
            if (json.length > 0) {
                metadata.set(row, json);
            }
        }
        int column = 3;
        for (FieldVector source : message.columns()) {
            FieldVector decoded = message.decoded(source);
            decoded.makeTransferPair(root.getVector(column++)).transfer();
            closeUnless(decoded, source);
        }
        root.setRowCount(rows);
        writer.writeBatch();
        root.clear();
    }

    @Override
    public void close() throws IOException {
        writer.end();
        writer.close();
        root.close();
        allocator.close();
    }
}
