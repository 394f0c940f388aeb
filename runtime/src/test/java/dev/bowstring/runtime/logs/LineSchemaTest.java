package dev.bowstring.runtime.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class LineSchemaTest {
    @Test
    void shouldBeTheBytesThatArrowWrites() {
        Schema schema = new Schema(List.of(Field.nullable("line", ArrowType.Utf8.INSTANCE)));

        assertThat(LineSchema.bytes()).isEqualTo(schema.serializeAsMessage());
    }
}
