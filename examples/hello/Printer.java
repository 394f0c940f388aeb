import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;

/** Prints every greeting, and fails if one is missing. */
public class Printer {
    private static final int GREETINGS = 5;

    public static void main(String[] args) {
        int last = 0;
        try (Node node = Node.connect()) {
            for (Event event : node.events()) { // ends when the greeter has ended
                if (event instanceof Message greeting) {
                    last = greeting.vector("number", IntVector.class).get(0);
                    System.out.println(
                            greeting.vector("text", VarCharVector.class).getObject(0) + " " + last + " of " + GREETINGS);
                }
            }
        }
        if (last != GREETINGS) {
            throw new IllegalStateException("the last greeting was number " + last);
        }
    }
}
