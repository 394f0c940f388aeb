import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.vector.Float8Vector;

/** Finds the readings that are too hot; fails if there is an earlier report that says something else. */
public class Alarms {
    private static final double TOO_HOT = 30;

    public static void main(String[] args) throws IOException {
        Path report = Path.of(args[0]);
        StringBuilder found = new StringBuilder();
        long messages = 0;
        try (Node node = Node.connect()) {
            for (Event event : node.events()) {
                if (event instanceof Message readings) {
                    messages++;
                    Float8Vector celsius = readings.vector("celsius", Float8Vector.class);
                    for (int row = 0; row < celsius.getValueCount(); row++) {
                        if (celsius.get(row) > TOO_HOT) {
                            found.append(readings.sequence()).append(' ').append(celsius.get(row)).append('\n');
                        }
                    }
                }
            }
        }
        System.out.println(found.toString().lines().count() + " alarms in " + messages + " messages");
        if (!Files.exists(report)) {
            Files.writeString(report, found);
        } else if (!Files.readString(report).contentEquals(found)) {
            throw new IllegalStateException("the alarms are not those of " + report);
        }
    }
}
