package dev.bowstring.node.session;

import dev.bowstring.node.Log;
import dev.bowstring.node.session.wait.FakeSignals;
import dev.bowstring.node.session.wait.Timers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.SystemNanoClock;

/** The asynchronous side of a node over inputs that a test makes up; it looks at them instead of sleeping at a doorbell. */
final class PumpFixture implements AutoCloseable {
    private static final long LOOK_NS = 20_000;

    final FakeSignals signals = new FakeSignals();
    final Consumer consumer = new Consumer("fixture");
    final Diversions diversions = new Diversions();
    final EventLoop loop;
    final EventStream stream;
    final EventPump pump;
    final EventRequests requests;
    final EventPublisher publisher;

    PumpFixture(Log log, Feed... feeds) {
        List<Input> inputs = Arrays.stream(feeds)
                .map(feed -> new Input(feed, SystemNanoClock.INSTANCE))
                .toList();
        loop = new EventLoop(inputs, new Timers(SystemNanoClock.INSTANCE, () -> {}), signals);
        EventStream.Waiter waiter = new EventStream.Waiter(PumpFixture::await, SystemNanoClock.INSTANCE);
        stream = new EventStream(loop, signals, consumer, waiter, log, diversions);
        pump = new EventPump(
                stream,
                consumer,
                diversions,
                new EventPump.Surroundings("fixture", PumpFixture::await, SystemNanoClock.INSTANCE, () -> {}));
        requests = new EventRequests(pump);
        publisher = new EventPublisher(pump);
    }

    private static boolean await(java.util.function.BooleanSupplier look, long deadlineNs) {
        while (!look.getAsBoolean()) {
            if (System.nanoTime() >= deadlineNs) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
        return true;
    }

    @Override
    public void close() {
        signals.closed = true;
        pump.close();
    }
}
