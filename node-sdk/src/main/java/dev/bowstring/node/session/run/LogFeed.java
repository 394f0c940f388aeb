package dev.bowstring.node.session.run;

import dev.bowstring.node.Event;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.arrow.ArrowInput;
import dev.bowstring.node.arrow.CopiedRows;
import dev.bowstring.node.arrow.Received;
import dev.bowstring.node.arrow.Rows;
import dev.bowstring.node.session.Feed;
import dev.bowstring.node.session.message.Origin;
import dev.bowstring.node.session.message.ReceivedMessage;
import dev.bowstring.node.session.message.Retention;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.log.CorruptLogException;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.message.CorruptMessageException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An input over the output log of its source. Under the consumer's thread, but for what messages call. */
final class LogFeed implements PortFeed, Origin {
    private static final int SAMPLE_MASK = 15;
    private static final long OFTEN_NS = 50_000;

    private final InputPort port;
    private final InputLog log;
    private final ArrowInput arrow;
    private final Retention retention;
    private final Surroundings surroundings;
    private final Taken taken = new Taken();
    private @Nullable Received received;
    private boolean restarted;
    private boolean demoted;
    private String problem = "";
    private int sincePause;
    private int unsampled;
    private long sampledNs;

    LogFeed(InputPort port, InputLog log, ArrowInput arrow, Retention retention, Surroundings surroundings) {
        this.port = port;
        this.log = log;
        this.arrow = arrow;
        this.retention = retention;
        this.surroundings = surroundings;
    }

    /** What an input tells the rest of the node. */
    interface Surroundings {
        /** A message arrived that was published then; it stands for those before it that were not measured. */
        void arrived(long publishTimeNs, int messages);

        /** The input cannot be read. */
        void corrupt(String problem);

        /** The publisher waits for this input no longer: what the node is too slow for is dropped from here on. */
        void demoted();

        /** A pin may be free that was not: the consumer may be waiting for it. */
        void pinMayBeFree();

        /** What to add to a moment of the monotonic clock for the time of day in ns since 1970. */
        long wallMinusMonotonicNs();

        /** The wall time at a moment of the monotonic clock. */
        default Instant wallTime(long timeNs) {
            return Instant.EPOCH.plusNanos(timeNs + wallMinusMonotonicNs());
        }
    }

    @Override
    public String id() {
        return port.id();
    }

    @Override
    public boolean counts() {
        return !port.fromOwnCycle();
    }

    @Override
    public long headTimeNs() {
        long timeNs = log.headTimeNs();
        if (timeNs == Feed.NEVER) {
            sincePause = 0;
        }
        return timeNs;
    }

    @Override
    public boolean isClosed() {
        return log.closed();
    }

    @Override
    public boolean hasPin() {
        return log.held() < log.pins();
    }

    @Override
    public long timeoutNs() {
        return port.timeoutNs();
    }

    @Override
    public Taking take() {
        return switch (log.poll(taken)) {
            case TAKEN -> load();
            case RESTARTED -> {
                restarted = true;
                yield Taking.RESTARTED;
            }
            case NOTHING, CLOSED -> Taking.NOTHING;
            case NO_PIN -> Taking.NO_PIN;
            case CORRUPT -> corrupt("slot " + taken.sequence() + " does not hold a message");
        };
    }

    private Taking load() {
        try {
            received = arrow.receive(taken);
        } catch (CorruptMessageException | CorruptLogException nonsense) {
            return corrupt("message " + taken.sequence() + ": " + nonsense.getMessage());
        }
        sample();
        if (port.blocking() && !demoted && !log.blocking()) {
            demoted = true;
            surroundings.demoted();
        }
        return Taking.TAKEN;
    }

    /**
     * Of the messages after a pause the 1st, 2nd, 4th, 8th and every 16th: a clock read costs a tenth of all the rest. Where
     * pauses follow each other at once, as between a question and its answer, every 16th will do.
     */
    private void sample() {
        sincePause++;
        unsampled++;
        boolean due = sincePause == 1
                ? unsampled > SAMPLE_MASK || taken.publishTimeNs() - sampledNs > OFTEN_NS
                : (sincePause & (sincePause - 1)) == 0 || (sincePause & SAMPLE_MASK) == 0;
        if (due) {
            sampledNs = taken.publishTimeNs();
            surroundings.arrived(sampledNs, unsampled);
            unsampled = 0;
        }
    }

    private Taking corrupt(String what) {
        problem = what;
        surroundings.corrupt(what);
        return Taking.CORRUPT;
    }

    @Override
    public Event event() {
        if (restarted) {
            restarted = false;
            return new NodeRestarted(port.id(), taken.restarts(), taken.publishTimeNs());
        }
        Received loaded = received;
        if (loaded == null) {
            throw new IllegalStateException("message of input " + port.id() + " before it was taken");
        }
        received = null;
        log.received(); // it is handed out from here
        return new ReceivedMessage(this, loaded, taken.sequence(), taken.publishTimeNs());
    }

    @Override
    public String problem() {
        return problem;
    }

    /** A message that somebody has not closed stays pinned: its publisher must not write over what is looked at. */
    @Override
    public Optional<String> unmap(boolean quiet) {
        Optional<String> leak = arrow.close();
        boolean unused = log.held() == 0;
        if (!quiet || !unused || leak.isPresent()) {
            return Optional.of(leak.orElse(unused ? "a thread is still reading" : "messages are still in use"));
        }
        log.close();
        return Optional.empty();
    }

    @Override
    public String holders() {
        return retention.holders();
    }

    @Override
    public int maxHeld() {
        return retention.maxHeld();
    }

    @Override
    public Retention retention() {
        return retention;
    }

    @Override
    public CopiedRows copy(Rows rows) {
        return arrow.copy(rows);
    }

    @Override
    public void pinMayBeFree() {
        surroundings.pinMayBeFree();
    }

    @Override
    public Instant wallTime(long timeNs) {
        return surroundings.wallTime(timeNs);
    }
}
