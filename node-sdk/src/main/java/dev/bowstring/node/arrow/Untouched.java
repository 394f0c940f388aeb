package dev.bowstring.node.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Notices that rows in ordinary memory were written to, for tests of nodes: in a run they are mapped read-only, and that
 * ends the process. It keeps their memory, not their vectors, which may be emptied. One thread.
 */
public final class Untouched {
    private final List<ArrowBuf> buffers = new ArrayList<>();
    private final long before;

    /** Looks at rows, whose memory it keeps until {@link #release}. */
    public Untouched(VectorSchemaRoot rows) {
        for (FieldVector column : rows.getFieldVectors()) {
            buffers.addAll(List.of(column.getBuffers(false)));
        }
        buffers.forEach(buffer -> buffer.getReferenceManager().retain());
        before = checksum();
    }

    private long checksum() {
        CRC32 sum = new CRC32();
        for (ArrowBuf buffer : buffers) {
            sum.update(buffer.nioBuffer(0, Math.toIntExact(buffer.capacity())));
        }
        return sum.getValue();
    }

    /** Looks again, and gives the memory back; whether nothing was written. */
    public boolean release() {
        boolean untouched = checksum() == before;
        buffers.forEach(ArrowBuf::close);
        buffers.clear();
        return untouched;
    }
}
