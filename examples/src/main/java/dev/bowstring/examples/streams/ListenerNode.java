package dev.bowstring.examples.streams;

import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.pattern.Segment;
import dev.bowstring.node.pattern.StreamReader;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VarCharVector;

/** Puts sentences together, and fails if not as many are whole, broken off and incomplete as should be. */
public final class ListenerNode {
    private static final int MOST_WORDS = 100;

    private int whole;
    private int brokenOff;
    private int incomplete;

    /** Argument: how many sentences are to be whole. */
    public static void main(String[] arguments) {
        ListenerNode listener = new ListenerNode();
        try (Node node = Node.connect();
                StreamReader sentences = StreamReader.of(node, "words", MOST_WORDS)) {
            node.on("words", word -> sentences.accept(word).forEach(listener::hear));
            node.run();
        }
        listener.check(Integer.parseInt(arguments[0]));
    }

    private void hear(Segment sentence) {
        try (sentence) {
            String words = sentence.parts().stream().map(ListenerNode::word).collect(Collectors.joining(" "));
            String speaker = sentence.session();
            if (sentence.isComplete()) {
                whole++;
                System.out.println(speaker + ": " + words);
            } else if (sentence.end() == Segment.End.FLUSHED) {
                brokenOff++;
                System.out.println(speaker + " broke off: " + words);
            } else {
                incomplete++;
                System.out.println(speaker + " was not understood: " + words + ", without words " + sentence.gaps());
            }
        }
    }

    private static String word(Message part) {
        return part.vector(VarCharVector.class).getObject(0).toString();
    }

    private void check(int expected) {
        if (whole != expected || brokenOff != 1 || incomplete != 1) {
            System.err.println(whole + " sentences were whole, expected " + expected + "; " + brokenOff
                    + " broken off and " + incomplete + " incomplete, expected one of each");
            System.exit(1); // the run fails as well
        }
    }
}
