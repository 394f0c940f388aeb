package dev.bowstring.node.arrow;

import java.util.AbstractList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The vectors of a root, invisible while the root is told its row count: {@link VectorSchemaRoot#setRowCount} would set the
 * count of every vector as well, which may write, allocate or read all offsets. Loading has set those already.
 */
final class Columns extends AbstractList<FieldVector> {
    private final List<FieldVector> vectors;
    private boolean hidden;

    Columns(List<FieldVector> vectors) {
        this.vectors = List.copyOf(vectors);
    }

    void count(VectorSchemaRoot root, int rows) {
        hidden = true;
        root.setRowCount(rows);
        hidden = false;
    }

    @Override
    public FieldVector get(int index) {
        return vectors.get(index);
    }

    @Override
    public int size() {
        return vectors.size();
    }

    @Override
    public Iterator<FieldVector> iterator() {
        return hidden ? Collections.emptyIterator() : vectors.iterator();
    }
}
