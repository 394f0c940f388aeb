package dev.bowstring.node.session.run;

import dev.bowstring.node.Log;
import dev.bowstring.node.session.EventStream;
import dev.bowstring.node.session.Ground;
import dev.bowstring.node.session.send.FlushingWait;
import dev.bowstring.node.session.send.RoomPump;
import dev.bowstring.node.session.wait.Alarms;
import dev.bowstring.node.session.wait.Signals;
import dev.bowstring.node.session.wait.Timers;
import dev.bowstring.node.session.wait.Wait;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A run: ports over shared memory, and a supervisor.
 *
 * @param ports what carries data and ticks
 * @param supervision the node's tie to its supervisor
 */
record RunGround(Ports ports, Supervision supervision) implements Ground {

    @Override
    public List<PortFeed> feeds() {
        return ports.feeds();
    }

    @Override
    public Map<String, SessionOutput> outputs() {
        return ports.outputs();
    }

    @Override
    public Timers timers() {
        return ports.timers();
    }

    @Override
    public RoomPump roomPump() {
        return ports.roomPump();
    }

    @Override
    public Signals signals() {
        return supervision.signals();
    }

    @Override
    public Alarms alarms() {
        return Alarms.OF_THE_JVM;
    }

    @Override
    public EventStream.Waiter waiter() {
        Wait wait = new FlushingWait(supervision.inputWait(), ports.bursts());
        return new EventStream.Waiter(wait, SystemNanoClock.INSTANCE, supervision.doorbell()::progress);
    }

    @Override
    public void wakeInput() {
        supervision.wakeInput();
    }

    @Override
    public void endWaits() {
        ports.feeds().forEach(PortFeed::closing);
        supervision.signals().close();
        supervision.doorbell().ring(); // our own sleepers: none of them waits any more
    }

    @Override
    public void leave(boolean quiet, Log log) {
        boolean all = ports.close(quiet, log);
        supervision.leave(all);
    }
}
