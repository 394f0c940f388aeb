package dev.bowstring.examples.streams;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.pattern.StreamWriter;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.VarCharVector;

/** Two people who speak at once. */
public final class SpeakerNode {
    private final Output words;

    private SpeakerNode(Output words) {
        this.words = words;
    }

    /** No arguments. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            new SpeakerNode(node.output("words")).speak();
        }
    }

    private void speak() {
        StreamWriter anna = StreamWriter.open("anna");
        StreamWriter ben = StreamWriter.open("ben");
        say("The", anna.next());
        say("My", ben.next());
        say("weather", anna.next());
        say("dog", ben.next());
        say("is", anna.next());
        say("sleeps.", ben.last());
        say("fine.", anna.last());

        say("Tomorrow", anna.next());
        say("we", anna.next());
        say("Next", anna.flush()); // she breaks off, and begins anew
        say("week", anna.next());
        say("it", anna.next());
        say("rains.", anna.last());

        say("It", ben.next());
        ben.next(); // a word that nobody hears
        say("bones.", ben.last());
    }

    private void say(String word, Metadata part) {
        try (VarCharVector vector = new VarCharVector("word", words.allocator())) {
            vector.setSafe(0, word.getBytes(StandardCharsets.UTF_8));
            vector.setValueCount(1);
            words.send(vector, part);
        }
    }
}
