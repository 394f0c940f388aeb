import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.Tick;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Sends a hundred messages of ten temperatures, never the same twice, and returns. */
public class Sensor {
    private static final int MESSAGES = 100;
    private static final int ROWS = 10;
    private static final Schema SCHEMA = new Schema(
            List.of(Field.nullable("celsius", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));

    public static void main(String[] args) {
        Random random = new Random();
        try (Node node = Node.connect()) {
            Output readings = node.output("readings");
            int sent = 0;
            for (Event event : node.events()) {
                if (event instanceof Tick) {
                    Batch batch = readings.batch(SCHEMA);
                    for (int row = 0; row < ROWS; row++) {
                        batch.vector("celsius", Float8Vector.class).setSafe(row, 20 + 5 * random.nextGaussian());
                    }
                    readings.send(batch.rows(ROWS));
                    if (++sent == MESSAGES) {
                        return;
                    }
                }
            }
        }
    }
}
