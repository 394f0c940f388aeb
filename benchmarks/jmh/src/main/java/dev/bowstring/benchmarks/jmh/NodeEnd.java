package dev.bowstring.benchmarks.jmh;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import java.util.Iterator;
import org.apache.arrow.vector.BigIntVector;

/** A node of a run, its events read one by one. */
final class NodeEnd implements Rung.End {
    private final Node node;
    private final Output output;
    private Iterator<Event> events = null;

    private NodeEnd(Node node) {
        this.node = node;
        this.output = node.output("out");
    }

    static Rung.Pair pair() {
        LocalRun run = new LocalRun(LocalRun.PAIR);
        return new Rung.Pair(new NodeEnd(run.attach("ping")), new NodeEnd(run.attach("pong")), run::close);
    }

    @Override
    public void send(long number) {
        Batch batch = output.batch(ArrowEnd.SCHEMA);
        ((BigIntVector) batch.root().getVector(0)).setSafe(0, number);
        output.send(batch.rows(1));
    }

    @Override
    public long receive() {
        if (events == null) {
            events = node.events().iterator(); // on the thread that goes on with it
        }
        return ((BigIntVector) ((Message) events.next()).batch().getVector(0)).get(0);
    }
}
