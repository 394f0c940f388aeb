package dev.bowstring.examples.flights;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;

/** Reads an Arrow IPC file and sends its rows in batches of 1,000, written straight into shared memory. */
public final class ReaderNode {
    private static final int BATCH_ROWS = 1_000;

    private ReaderNode() {}

    /** Argument: the file, relative to the dataflow's directory. */
    public static void main(String[] arguments) throws IOException {
        try (Node node = Node.connect()) {
            run(node, Path.of(arguments[0]));
        } // nothing comes after the last batch: the output closes when this process has ended well
    }

    static void run(Node node, Path arrow) throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                SeekableByteChannel file = Files.newByteChannel(arrow);
                ArrowFileReader reader = new ArrowFileReader(file, allocator)) {
            VectorSchemaRoot rows = reader.getVectorSchemaRoot();
            boolean wanted = true;
            while (wanted && reader.loadNextBatch()) {
                wanted = send(rows, node.output("flights"));
            }
        }
    }

    /** Sends all rows; false if the node was asked to stop before that. */
    private static boolean send(VectorSchemaRoot rows, Output flights) {
        for (int from = 0; from < rows.getRowCount(); from += BATCH_ROWS) {
            Batch batch = flights.batch(rows.getSchema()); // memory that the readers are done with
            copy(rows, from, batch.root());
            if (!flights.send(batch).sent()) {
                return false;
            }
        }
        return true;
    }

    /** Copies the next 1,000 rows, or as many as there are. */
    private static void copy(VectorSchemaRoot rows, int from, VectorSchemaRoot batch) {
        int count = Math.min(BATCH_ROWS, rows.getRowCount() - from);
        for (FieldVector column : rows.getFieldVectors()) {
            FieldVector target = batch.getVector(column.getName());
            for (int row = 0; row < count; row++) {
                target.copyFromSafe(from + row, row, column);
            }
        }
        batch.setRowCount(count);
    }
}
