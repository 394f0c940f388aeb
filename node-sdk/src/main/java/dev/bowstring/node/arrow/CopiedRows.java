package dev.bowstring.node.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/** Rows and their dictionaries, copied buffer by buffer into ordinary memory. Any thread, one at a time. */
public final class CopiedRows implements AutoCloseable {
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final List<FieldVector> dictionaryVectors = new ArrayList<>();
    private final DictionaryProvider.MapDictionaryProvider dictionaries =
            new DictionaryProvider.MapDictionaryProvider();

    private CopiedRows(BufferAllocator allocator, VectorSchemaRoot source, DictionaryProvider provider) {
        this.allocator = allocator;
        List<FieldVector> columns =
                source.getFieldVectors().stream().map(this::copy).toList();
        root = new VectorSchemaRoot(source.getSchema(), columns, source.getRowCount());
        for (long id : provider.getDictionaryIds()) {
            Dictionary original = provider.lookup(id);
            FieldVector values = copy(original.getVector());
            dictionaryVectors.add(values);
            dictionaries.put(new Dictionary(values, original.getEncoding()));
        }
    }

    /**
     * A copy of rows and their dictionaries.
     *
     * @param allocator whose memory it takes until it is closed
     */
    public static CopiedRows of(VectorSchemaRoot source, DictionaryProvider dictionaries, BufferAllocator allocator) {
        return new CopiedRows(allocator, source, dictionaries);
    }

    /** The same once more. */
    public CopiedRows copy() {
        return new CopiedRows(allocator, root, dictionaries);
    }

    private FieldVector copy(FieldVector source) {
        FieldVector target = source.getField().createVector(allocator);
        copy(source, target);
        return target;
    }

    private void copy(FieldVector source, FieldVector target) {
        List<ArrowBuf> copies = new ArrayList<>();
        try {
            for (ArrowBuf buffer : source.getFieldBuffers()) {
                copies.add(copy(buffer));
            }
            target.loadFieldBuffers(new ArrowFieldNode(source.getValueCount(), -1), copies);
        } finally {
            copies.forEach(ArrowBuf::close); // the vector has a count of its own
        }
        List<FieldVector> children = source.getChildrenFromFields();
        List<FieldVector> targets = target.getChildrenFromFields();
        for (int i = 0; i < children.size(); i++) {
            copy(children.get(i), targets.get(i));
        }
    }

    private ArrowBuf copy(ArrowBuf source) {
        long bytes = source.writerIndex();
        ArrowBuf target = allocator.buffer(bytes);
        target.setBytes(0, source, 0, bytes);
        target.writerIndex(bytes);
        return target;
    }

    /** The rows. They may be changed. */
    public VectorSchemaRoot root() {
        return root;
    }

    /** The dictionaries of the columns that have one. */
    public DictionaryProvider dictionaries() {
        return dictionaries;
    }

    @Override
    public void close() {
        root.close();
        dictionaryVectors.forEach(FieldVector::close);
    }
}
