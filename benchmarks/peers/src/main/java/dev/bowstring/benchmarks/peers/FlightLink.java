package dev.bowstring.benchmarks.peers;

import dev.bowstring.benchmarks.cell.Words;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.benchmarks.link.Link;
import dev.bowstring.benchmarks.link.LinkRoles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.OutboundStreamListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Arrow Flight over loopback: one DoExchange for all messages, record batches of one row in both directions. */
final class FlightLink implements Link {
    private static final long A_LITTLE_NS = 10_000;
    private static final FlightDescriptor NAME = FlightDescriptor.path("bench");

    private final BufferAllocator memory = new RootAllocator();
    private final Schema schema;
    private final VectorSchemaRoot root;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final int bytes;
    private final SynchronousQueue<Ends> arrivals = new SynchronousQueue<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final @Nullable FlightServer server;
    private final @Nullable FlightClient client;
    private @Nullable Ends ends;

    /** Both directions of the exchange. */
    private record Ends(FlightStream in, OutboundStreamListener out) {}

    private FlightLink(Work work, boolean starts) {
        bytes = work.bytes();
        schema = new Schema(List.of(Field.nullable("bytes", new ArrowType.FixedSizeBinary(bytes))));
        root = VectorSchemaRoot.create(schema, memory);
        Path port = work.file("port");
        try {
            server = starts ? null : serve(port);
            client = starts ? connect(port) : null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private FlightServer serve(Path port) throws IOException {
        FlightServer made = FlightServer.builder(
                        memory, Location.forGrpcInsecure("127.0.0.1", 0), new NoOpFlightProducer() {
                            @Override
                            public void doExchange(CallContext context, FlightStream in, ServerStreamListener out) {
                                hand(in, out);
                            }
                        })
                .build()
                .start();
        Files.writeString(port, Integer.toString(made.getPort()));
        return made;
    }

    private void hand(FlightStream in, OutboundStreamListener out) {
        try {
            out.start(root);
            arrivals.put(new Ends(in, out));
            done.await(); // the call lasts as long as this method
            out.completed();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private FlightClient connect(Path port) throws IOException {
        int number = Integer.parseInt(Files.readString(port));
        FlightClient made = FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", number))
                .build();
        FlightClient.ExchangeReaderWriter exchange = made.doExchange(NAME);
        exchange.getWriter().start(root);
        ends = new Ends(exchange.getReader(), exchange.getWriter());
        return made;
    }

    /** See {@link LinkRoles#play}. */
    public static void main(String[] arguments) {
        LinkRoles.play(arguments, FlightLink::new);
    }

    /** Both ends; the one that answers is called once it has said that it is ready, so it gets them later. */
    private Ends ends() {
        Ends known = ends;
        if (known == null) {
            try {
                known = arrivals.take();
                ends = known;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", interrupted);
            }
        }
        return known;
    }

    @Override
    public void send(Words words, long value) {
        FixedSizeBinaryVector vector = (FixedSizeBinaryVector) root.getVector(0);
        vector.allocateNew(1); // what was sent may still be on its way
        vector.setIndexDefined(0);
        write(vector.getDataBuffer(), words, value);
        root.setRowCount(1);
        OutboundStreamListener out = ends().out();
        while (!out.isReady()) {
            LockSupport.parkNanos(A_LITTLE_NS); // its client takes no handler once the call has started
        }
        out.putNext();
    }

    private void write(ArrowBuf buffer, Words words, long value) {
        view.wrap(buffer.memoryAddress(), bytes);
        words.write(view, 0, value);
    }

    @Override
    public long receive(Words words) {
        FlightStream in = ends().in();
        if (!in.next()) {
            throw new IllegalStateException("the other process has gone");
        }
        view.wrap(in.getRoot().getVector(0).getDataBuffer().memoryAddress(), bytes);
        return words.read(view, 0);
    }

    @Override
    public void close() {
        done.countDown();
        try {
            if (client != null) {
                ends().out().completed();
                while (ends().in().next()) {
                    // Until the other side has completed too.
                }
                ends().in().close();
                root.close();
                client.close();
            }
            if (server != null) {
                server.shutdown();
                server.awaitTermination(5, TimeUnit.SECONDS);
            }
        } catch (Exception failure) {
            throw new IllegalStateException("does not close", failure);
        }
    }
}
