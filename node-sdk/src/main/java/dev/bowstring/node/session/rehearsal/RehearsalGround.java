package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.Log;
import dev.bowstring.node.session.EventStream;
import dev.bowstring.node.session.Ground;
import dev.bowstring.node.session.Suggestion;
import dev.bowstring.node.session.send.FlushingWait;
import dev.bowstring.node.session.send.NodeBursts;
import dev.bowstring.node.session.send.RoomPump;
import dev.bowstring.node.session.send.RoomWait;
import dev.bowstring.node.session.wait.Alarms;
import dev.bowstring.node.session.wait.Signals;
import dev.bowstring.node.session.wait.Timers;
import dev.bowstring.node.session.wait.Wait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** No run: what the node waits for, and its clock, are the script's. */
final class RehearsalGround implements Ground {
    final ScriptedTime time = new ScriptedTime(Rehearsal.START_NS);
    final ScriptedMemory memory = new ScriptedMemory();
    final ScriptedSignals signals = new ScriptedSignals();
    final LeakReport leaks = new LeakReport();
    private final Ending ending;
    private final RoomPump roomPump;
    private final ScriptedAlarms alarms;
    private final Map<String, ScriptedFeed> feeds = new LinkedHashMap<>();
    private final Map<String, ScriptedOutput> outputs = new LinkedHashMap<>();
    private final NodeBursts bursts = new NodeBursts();

    /** Told what the node waits for, again and again, while nothing more is to happen. */
    interface Ending {
        /** It waits. */
        void atEnd(String waitsFor);

        /** It looks, and does not wait. */
        void lookedInVain(String looksFor);
    }

    RehearsalGround(Rehearsal.Plan plan, Ending ending) {
        this.ending = ending;
        roomPump = new RoomPump(plan.node(), waitFor("room on an output"), time, signals, time::changed);
        alarms = new ScriptedAlarms(plan.node(), time, () -> ending.atEnd("a time that the test does not let pass"));
        plan.inputs().forEach((id, input) -> feeds.put(id, new ScriptedFeed(id, input, time, memory)));
        plan.outputs().forEach((id, lastCommitted) -> {
            RoomWait wait = new RoomWait(waitFor("room on output '" + id + "'"), time, signals, waitedNs -> {});
            ScriptedOutput output = new ScriptedOutput(id, lastCommitted, time, memory, wait, roomPump);
            outputs.put(id, output);
            bursts.add(output.bursts());
        });
        plan.timers().forEach((id, period) -> time.timers().add(id).start(time.nanoTime(), period.toNanos()));
    }

    private Wait waitFor(String what) {
        Wait scripted = new Wait() {
            @Override
            public boolean await(BooleanSupplier look, long deadlineNs) {
                return time.await(look, deadlineNs, () -> ending.atEnd(what));
            }

            @Override
            public void lookedInVain() {
                time.lookedInVain(() -> ending.lookedInVain(what));
            }
        };
        return new FlushingWait(scripted, bursts);
    }

    ScriptedFeed feed(String id) {
        return known(feeds, "input", id);
    }

    ScriptedOutput output(String id) {
        return known(outputs, "output", id);
    }

    private static <T> T known(Map<String, T> all, String kind, String id) {
        T found = all.get(id);
        if (found == null) {
            throw new IllegalArgumentException(
                    "the rehearsed node has no " + kind + " '" + id + "'; " + Suggestion.among(all.keySet(), id));
        }
        return found;
    }

    /** Whether the node keeps a message, whose end could be what it waits for. */
    boolean keepsMessages() {
        return feeds.values().stream().anyMatch(feed -> !feed.retention().held().isEmpty());
    }

    @Override
    public List<ScriptedFeed> feeds() {
        return List.copyOf(feeds.values());
    }

    @Override
    public Map<String, ScriptedOutput> outputs() {
        return outputs;
    }

    @Override
    public Timers timers() {
        return time.timers();
    }

    @Override
    public RoomPump roomPump() {
        return roomPump;
    }

    @Override
    public Signals signals() {
        return signals;
    }

    @Override
    public Alarms alarms() {
        return alarms;
    }

    @Override
    public EventStream.Waiter waiter() {
        return new EventStream.Waiter(waitFor("an event"), time);
    }

    @Override
    public void wakeInput() {
        time.changed();
    }

    @Override
    public void timeouts(LongSupplier nextNs) {
        time.timeouts(nextNs);
    }

    @Override
    public void endWaits() {
        signals.close();
        time.changed();
    }

    @Override
    public void leave(boolean quiet, Log log) {
        alarms.close();
        if (!quiet) {
            leaks.add("a thread still reads the events", null);
        }
        feeds.values().forEach(feed -> feed.leave(leaks));
        outputs.values().forEach(output -> output.leave(leaks));
        memory.closeNode(leaks);
    }
}
