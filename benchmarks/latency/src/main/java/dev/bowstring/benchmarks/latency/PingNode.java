package dev.bowstring.benchmarks.latency;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/** Sends a message, waits for its answer, and records half of the time it took. */
public final class PingNode {
    private final Node node;
    private final Output out;
    private final Case what;
    private final Payload payload;
    private final Histogram halfRoundTrips = Histograms.empty();
    private long startNs;
    private int answers;

    private PingNode(Node node, Case what) {
        this.node = node;
        this.out = node.output("out");
        this.what = what;
        this.payload = new Payload(what);
    }

    /** Environment: {@code LATENCY_CASE} and {@code LATENCY_RESULT}, the file for the histogram. */
    public static void main(String[] arguments) throws IOException {
        try (Node node = Node.connect()) {
            PingNode ping = new PingNode(node, Case.parse(System.getenv("LATENCY_CASE")));
            ping.run();
            Histograms.write(ping.halfRoundTrips, Path.of(System.getenv("LATENCY_RESULT")));
        }
    }

    private void run() {
        send();
        what.face().read(node, this::answered);
        out.close();
    }

    private void send() {
        startNs = System.nanoTime();
        Batch batch = payload.next(out);
        if (out.send(batch) != SendResult.SENT) {
            throw new IllegalStateException("the dataflow stopped before the measurement ended");
        }
    }

    /** Whether another round trip begins. */
    private boolean answered(Event event) {
        if (!(event instanceof Message answer)) {
            throw new IllegalStateException("no answer came: event=" + event);
        }
        payload.consume(answer);
        if (answers >= what.warmUp()) {
            halfRoundTrips.recordValue(Math.min((System.nanoTime() - startNs) / 2, Histograms.MAX_NS));
        }
        answers++;
        boolean more = answers < what.warmUp() + what.messages();
        if (more) {
            send();
        }
        return more;
    }
}
