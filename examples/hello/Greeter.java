import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.Tick;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Sends five greetings, one at each tick of its timer, and returns: that ends its output, and so the dataflow. */
public class Greeter {
    private static final int GREETINGS = 5;
    private static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("number", new ArrowType.Int(32, true)), Field.nullable("text", new ArrowType.Utf8())));

    public static void main(String[] args) {
        try (Node node = Node.connect()) {
            Output greetings = node.output("greetings");
            int sent = 0;
            for (Event event : node.events()) {
                if (event instanceof Tick) {
                    Batch batch = greetings.batch(SCHEMA); // its vectors lie in shared memory
                    batch.vector("number", IntVector.class).setSafe(0, ++sent);
                    batch.vector("text", VarCharVector.class)
                            .setSafe(0, "Hello, world".getBytes(StandardCharsets.UTF_8));
                    greetings.send(batch.rows(1));
                    if (sent == GREETINGS) {
                        return;
                    }
                }
            }
        }
    }
}
