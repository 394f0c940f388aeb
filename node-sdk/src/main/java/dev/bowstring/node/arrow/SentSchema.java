package dev.bowstring.node.arrow;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A schema that an output has sent.
 *
 * @param schema in memory format
 * @param plans of its fields
 * @param id its index in the output's schema file, where it stands in message format
 * @param dictionaries the ids of the dictionaries it needs
 */
@SuppressWarnings("ArrayRecordComponent") // walked for every message, never changed
record SentSchema(Schema schema, FieldPlan[] plans, int id, long[] dictionaries) {
    /** Nothing sent yet. */
    static final SentSchema NONE = new SentSchema(new Schema(List.of()), new FieldPlan[0], -1, new long[0]);

    /** Whether batches of this schema can be filled again over buffers that were used before. */
    boolean isPoolable() {
        for (FieldPlan plan : plans) {
            if (!plan.poolable()) {
                return false;
            }
        }
        return true;
    }
}
