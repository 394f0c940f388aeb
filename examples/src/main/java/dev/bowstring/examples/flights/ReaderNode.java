package dev.bowstring.examples.flights;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import java.io.FileInputStream;
import java.io.IOException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;

/** Reads an Arrow IPC file and sends its rows in batches of 1,000, written straight into shared memory. */
public final class ReaderNode {
    private static final int ROWS = 1_000;

    private ReaderNode() {}

    /** Argument: the file, relative to the dataflow's directory. */
    public static void main(String[] arguments) throws IOException {
        try (Node node = Node.connect();
                RootAllocator heap = new RootAllocator();
                FileInputStream file = new FileInputStream(arguments[0]);
                ArrowFileReader reader = new ArrowFileReader(file.getChannel(), heap)) {
            Output flights = node.output("flights");
            while (reader.loadNextBatch()) {
                VectorSchemaRoot rows = reader.getVectorSchemaRoot();
                for (int from = 0; from < rows.getRowCount(); from += ROWS) {
                    int count = Math.min(ROWS, rows.getRowCount() - from);
                    if (flights.send(copy(rows, from, count, flights.batch(Flights.RAW))) != SendResult.SENT) {
                        return; // asked to stop
                    }
                }
            }
        }
    }

    private static Batch copy(VectorSchemaRoot rows, int from, int count, Batch batch) {
        SmallIntVector delays = (SmallIntVector) rows.getVector("delay");
        SmallIntVector distances = (SmallIntVector) rows.getVector("distance");
        Float4Vector times = (Float4Vector) rows.getVector("time");
        SmallIntVector delay = batch.vector("delay", SmallIntVector.class);
        SmallIntVector distance = batch.vector("distance", SmallIntVector.class);
        Float4Vector time = batch.vector("time", Float4Vector.class);
        for (int row = 0; row < count; row++) {
            delay.copyFromSafe(from + row, row, delays);
            distance.copyFromSafe(from + row, row, distances);
            time.copyFromSafe(from + row, row, times);
        }
        return batch.rows(count);
    }
}
