import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import org.apache.arrow.vector.IntVector;

/** A program that the runtime does not know: looks in, leaves, and comes back. */
public class Watcher {
    private static final int FURTHER = 10;

    private int last;

    public static void main(String[] args) {
        Watcher watcher = new Watcher();
        try (Node node = Node.attach(args[0], "watcher")) {
            watcher.read(node, 3);
        }
        System.out.println("left, and comes back");
        try (Node node = Node.attach(args[0], "watcher")) {
            watcher.last = 0; // what was counted meanwhile is not for it
            watcher.read(node, 1);
            int limit = watcher.last + FURTHER;
            tell(node.output("limit"), limit);
            watcher.read(node, Integer.MAX_VALUE);
            if (watcher.last < limit) {
                throw new IllegalStateException("it ended at " + watcher.last + ", not at " + limit);
            }
        }
    }

    /** So many counts, or until they end. */
    private void read(Node node, int most) {
        int read = 0;
        while (read < most) {
            Event event = node.next().orElse(null); // none: the run ends, since this node alone is left
            if (event == null || (event instanceof InputClosed end && end.isFinal())) {
                System.out.println("the end");
                return;
            }
            if (event instanceof Message message) {
                int count = message.vector(IntVector.class).get(0);
                if (last != 0 && count != last + 1) {
                    throw new IllegalStateException("after " + last + " comes " + count);
                }
                System.out.println(count);
                last = count;
                read++;
            }
        }
    }

    private static void tell(Output limit, int value) {
        try (IntVector vector = new IntVector("limit", limit.allocator())) {
            vector.setSafe(0, value);
            vector.setValueCount(1);
            limit.send(vector);
        }
    }
}
