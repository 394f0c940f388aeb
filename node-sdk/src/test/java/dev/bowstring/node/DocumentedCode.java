package dev.bowstring.node;

import dev.bowstring.node.flow.Messages;
import dev.bowstring.node.flow.NodeFlow;
import dev.bowstring.node.pattern.Goals;
import dev.bowstring.node.pattern.OpenGoal;
import dev.bowstring.node.testing.TestNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** What a user has around the samples of the documentation. Abstract: it is compiled, never run. */
@SuppressWarnings({"unused", "NullAway", "initialization"})
abstract class DocumentedCode {
    static Schema SCHEMA;
    static Schema DELAYS;
    Node node;
    NodeFlow flow;
    TestNode test;
    Goals goals;
    Message message;
    Output output;
    Output late;
    Output edges;
    Output replies;
    Output results;
    Output progress;
    FieldVector vector;
    FieldVector samples;
    FieldVector target;
    FieldVector nothing;
    FieldVector question;
    AutoCloseable file;
    LongAdder dropped;
    Exchange exchange;
    Database database;
    Feed feed;

    record Quote(long price) {}

    interface Exchange {
        CompletionStage<Quote> quote(long id);
    }

    interface Database {
        CompletionStage<?> insertAsync(List<Message> rows);
    }

    interface Feed {
        void onQuote(Consumer<Quote> callback);
    }

    /** A node of the user's. */
    static final class LateNode {
        static void run(Node node) {}

        public static void main(String[] arguments) {}
    }

    abstract long idOf(Message order);

    abstract FieldVector vectorOf(Quote quote);

    abstract FieldVector mean(Messages last);

    abstract FieldVector overlay(Message image, Message pose);

    abstract FieldVector depth(Message left, Message right);

    abstract FieldVector detect(VectorSchemaRoot image);

    abstract FieldVector answer(Message request);

    abstract FieldVector where();

    abstract boolean arrived();

    abstract void drive(OpenGoal goal, Message message);

    abstract void show(FieldVector position);

    abstract void transcribe(List<Message> parts);

    abstract String text(Message message);

    abstract void apply(Message settings);

    abstract CompletionStage<Event> handle(Event event);

    abstract void tryAgain();
}
