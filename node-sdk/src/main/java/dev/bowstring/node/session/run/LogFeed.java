package dev.bowstring.node.session.run;

import dev.bowstring.node.Event;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.arrow.ArrowInput;
import dev.bowstring.node.arrow.CopiedRows;
import dev.bowstring.node.arrow.Received;
import dev.bowstring.node.arrow.Rows;
import dev.bowstring.node.session.Feed;
import dev.bowstring.node.session.message.ReceivedMessage;
import dev.bowstring.node.session.message.Retention;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.log.CorruptLogException;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.message.CorruptMessageException;
import java.util.Optional;

/** An input over the output log of its source. Under the consumer's thread, but for what messages call. */
final class LogFeed extends MappedFeed {
    private static final int SAMPLE_MASK = 15;
    private static final long OFTEN_NS = 50_000;

    private final InputLog log;
    private final ArrowInput arrow;
    private final Taken taken = new Taken();
    private boolean restarted;
    private boolean demoted;
    private int sincePause;
    private int unsampled;
    private long sampledNs;

    LogFeed(InputPort port, InputLog log, ArrowInput arrow, Retention retention, Surroundings surroundings) {
        super(port, retention, surroundings);
        this.log = log;
        this.arrow = arrow;
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
            loaded(arrow.receive(taken));
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

    @Override
    public Event event() {
        if (restarted) {
            restarted = false;
            return new NodeRestarted(port.id(), taken.restarts(), taken.publishTimeNs());
        }
        Received loaded = handOut();
        log.received(); // it is handed out from here
        return new ReceivedMessage(this, loaded, taken.sequence(), taken.publishTimeNs());
    }

    @Override
    public Optional<String> unmap(boolean quiet) {
        return unmap(quiet, arrow.close(), log.held(), log::close);
    }

    @Override
    public CopiedRows copy(Rows rows) {
        return arrow.copy(rows);
    }
}
