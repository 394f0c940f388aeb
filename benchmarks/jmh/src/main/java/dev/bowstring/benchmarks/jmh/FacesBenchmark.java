package dev.bowstring.benchmarks.jmh;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs a node to send itself a pooled batch and to get it as an event, by the way in which it reads its events. All
 * of it happens on one thread, the node's own or that of its events.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dbowstring.idle=spinning",
            "-XX:+UseSerialGC"
        })
public class FacesBenchmark {
    private static final int EVENTS = 1_000;
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));

    private LocalRun run = null;
    private Node node = null;
    private Output out = null;
    private int left;

    /** Starts a run and attaches to it. */
    @Setup
    public void open() {
        run = new LocalRun(LocalRun.LOOP);
        node = run.attach("loop");
        out = node.output("out");
    }

    /** Leaves it, and ends it. */
    @TearDown
    public void close() {
        run.close();
    }

    private void send() {
        Batch batch = out.batch(SCHEMA);
        BigIntVector vector = (BigIntVector) batch.root().getVector(0);
        vector.setSafe(0, left);
        out.send(batch.rows(1));
    }

    /** Whether another message was sent. */
    private boolean turn(Event event) {
        if (!(event instanceof Message message)) {
            throw new IllegalStateException("event=" + event);
        }
        if (((BigIntVector) message.batch().getVector(0)).get(0) != left) {
            throw new IllegalStateException("another message than the one that was sent");
        }
        left--;
        if (left > 0) {
            send();
        }
        return left > 0;
    }

    private void begin() {
        left = EVENTS;
        send();
    }

    /** {@code node.next()}. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void blocking() {
        begin();
        boolean more = true;
        while (more) {
            more = turn(node.next().orElseThrow());
        }
    }

    /** {@code node.nextEvent()}, asked for again by each stage. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void stages() {
        begin();
        CompletableFuture<Void> over = new CompletableFuture<>();
        step(over);
        over.join();
    }

    private void step(CompletableFuture<Void> over) {
        node.nextEvent().whenComplete((event, failure) -> {
            if (failure != null) {
                over.completeExceptionally(failure);
            } else if (turnAndClose(event)) {
                step(over);
            } else {
                over.complete(null);
            }
        });
    }

    private boolean turnAndClose(Event event) {
        boolean more = turn(event);
        ((Message) event).close();
        return more;
    }

    /** {@code node.publisher()}, one event asked for at a time. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void publisher() {
        begin();
        CompletableFuture<Void> over = new CompletableFuture<>();
        node.publisher().subscribe(new Flow.Subscriber<>() {
            private Flow.@Nullable Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription offered) {
                subscription = offered;
                offered.request(1);
            }

            @Override
            public void onNext(Event event) {
                Flow.Subscription mine = subscription;
                if (mine != null && turnAndClose(event)) {
                    mine.request(1);
                } else if (mine != null) {
                    mine.cancel();
                    over.complete(null);
                }
            }

            @Override
            public void onError(Throwable failure) {
                over.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                over.complete(null);
            }
        });
        over.join();
    }
}
