package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** A batch with numbers, flags, texts and lists. */
final class MixedBatch {
    private static final Field LONGS = Field.nullable("longs", new ArrowType.Int(64, true));
    private static final Field FLAGS = Field.nullable("flags", ArrowType.Bool.INSTANCE);
    private static final Field TEXTS = Field.nullable("texts", ArrowType.Utf8.INSTANCE);
    private static final Field LISTS = new Field(
            "lists",
            FieldType.nullable(ArrowType.List.INSTANCE),
            List.of(Field.nullable(ListVector.DATA_VECTOR_NAME, new ArrowType.Int(32, true))));
    static final Schema SCHEMA = new Schema(List.of(LONGS, FLAGS, TEXTS, LISTS));

    private MixedBatch() {}

    /** What comes next is such a batch, in place. */
    static void assertReceived(LocalEdge edge, int rows, long content, Metadata metadata) {
        try (Received received = edge.receive();
                VectorSchemaRoot expected = VectorSchemaRoot.create(SCHEMA, edge.publisherMemory.root())) {
            fill(expected, rows, content);
            received.root().getFieldVectors().forEach(edge::assertInPlace);
            assertThat(received.root().equals(expected)).as("%d rows", rows).isTrue();
            assertThat(received.metadata()).isEqualTo(metadata.asMap());
        }
    }

    /** So many rows, some of them null, that only this content has. */
    static void fill(VectorSchemaRoot root, int rows, long content) {
        Random random = new Random(content);
        BigIntVector longs = (BigIntVector) root.getVector(0);
        BitVector flags = (BitVector) root.getVector(1);
        VarCharVector texts = (VarCharVector) root.getVector(2);
        UnionListWriter lists = ((ListVector) root.getVector(3)).getWriter();
        for (int i = 0; i < rows; i++) {
            if (random.nextInt(5) == 0) {
                continue;
            }
            longs.setSafe(i, random.nextLong());
            flags.setSafe(i, random.nextInt(2));
            texts.setSafe(i, Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8));
            lists.setPosition(i);
            lists.startList();
            for (int j = random.nextInt(4); j > 0; j--) {
                lists.integer().writeInt(random.nextInt());
            }
            lists.endList();
        }
        root.setRowCount(rows);
    }
}
