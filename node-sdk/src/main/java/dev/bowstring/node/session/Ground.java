package dev.bowstring.node.session;

import dev.bowstring.node.Log;
import dev.bowstring.node.Output;
import dev.bowstring.node.session.send.RoomPump;
import dev.bowstring.node.session.wait.Alarms;
import dev.bowstring.node.session.wait.Signals;
import dev.bowstring.node.session.wait.Timers;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What a session stands on: a run of a dataflow, or the rehearsal of one of its nodes. */
public interface Ground {

    /** The inputs, in the order of their declaration. */
    List<? extends Feed> feeds();

    /** The outputs, in the order of their declaration. */
    Map<String, ? extends Output> outputs();

    Timers timers();

    /** What waits for room on the outputs without a thread. */
    RoomPump roomPump();

    Signals signals();

    /** What calls back when a time has passed, by the same clock. */
    Alarms alarms();

    /** How the consumer waits for input, and by which clock. */
    EventStream.Waiter waiter();

    /** Wakes threads of the node that wait for input: what they look at has changed. */
    void wakeInput();

    /** Told by what the next timeout of an input is known; any thread may ask that. */
    default void timeouts(LongSupplier nextNs) {}

    /** The node closes: from here on nobody waits for anything. */
    void endWaits();

    /**
     * Lets go of everything and leaves.
     *
     * @param quiet whether no thread can be taking a message
     */
    void leave(boolean quiet, Log log);
}
