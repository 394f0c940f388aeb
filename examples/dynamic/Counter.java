import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.Tick;
import org.apache.arrow.vector.IntVector;

/** Counts at each step, until it is told how far, and has come so far. */
public class Counter {
    public static void main(String[] args) {
        try (Node node = Node.connect()) {
            Output counts = node.output("counts");
            int limit = Integer.MAX_VALUE;
            int count = 0;
            for (Event event : node.events()) {
                if (event instanceof Message message) {
                    limit = message.vector(IntVector.class).get(0);
                    System.out.println("counts to " + limit);
                } else if (event instanceof Tick) {
                    try (IntVector vector = new IntVector("count", counts.allocator())) {
                        vector.setSafe(0, ++count);
                        vector.setValueCount(1);
                        counts.send(vector);
                    }
                }
                if (count >= limit) {
                    return; // ends its output, and, as it is the only node that was started, the run
                }
            }
        }
    }
}
