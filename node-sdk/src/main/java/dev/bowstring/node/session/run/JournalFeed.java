package dev.bowstring.node.session.run;

import dev.bowstring.node.Event;
import dev.bowstring.node.Log;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.arrow.ArrowJournal;
import dev.bowstring.node.arrow.CopiedRows;
import dev.bowstring.node.arrow.Received;
import dev.bowstring.node.arrow.Rows;
import dev.bowstring.node.session.message.ReceivedMessage;
import dev.bowstring.node.session.message.Retention;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.journal.JournalException;
import dev.bowstring.transport.journal.JournalInput;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.message.CorruptMessageException;
import java.util.Optional;

/** An input over the journal of its source's output. Under the consumer's thread, but for what messages call. */
final class JournalFeed extends MappedFeed {
    private final JournalInput input;
    private final ArrowJournal arrow;
    private final Log log;
    private final JournalInput.Message message = new JournalInput.Message();
    private final Taken restart = new Taken();
    private long sequence;
    private boolean restarted;

    JournalFeed(
            InputPort port,
            JournalInput input,
            ArrowJournal arrow,
            Retention retention,
            Surroundings surroundings,
            Log log) {
        super(port, retention, surroundings);
        this.input = input;
        this.arrow = arrow;
        this.log = log;
    }

    @Override
    public long headTimeNs() {
        return input.headTimeNs();
    }

    @Override
    public boolean isClosed() {
        return input.closed();
    }

    @Override
    public boolean hasPin() {
        return input.held() < input.most();
    }

    @Override
    public Taking take() {
        return switch (input.poll(message, restart)) {
            case TAKEN -> load();
            case RESTARTED -> {
                restarted = true;
                yield Taking.RESTARTED;
            }
            case NOTHING, CLOSED -> Taking.NOTHING;
            case NO_PIN -> Taking.NO_PIN;
            case CORRUPT -> corrupt(input.problem());
        };
    }

    /** One damaged record is left out, as everywhere, and counts as dropped: what is behind it is sound. */
    private Taking load() {
        sequence = input.record().facts().sequence();
        message.damaged(true); // until it is loaded: what cannot be is let go of at once
        try {
            loaded(arrow.receive(input.record()));
            message.damaged(false);
        } catch (CorruptMessageException | JournalException nonsense) {
            log.warn(
                    "a message of the journal is damaged, and left out",
                    "input",
                    port.id(),
                    "sequence",
                    sequence,
                    "why",
                    String.valueOf(nonsense.getMessage()));
            return Taking.NOTHING;
        }
        if (message.ofThisRun()) {
            surroundings.arrived(message.timeNs(), 1);
        }
        return Taking.TAKEN;
    }

    @Override
    public Event event() {
        if (restarted) {
            restarted = false;
            return new NodeRestarted(port.id(), restart.restarts(), restart.publishTimeNs());
        }
        Received loaded = handOut();
        return new ReceivedMessage(this, loaded, sequence, message.timeNs());
    }

    @Override
    public void endTaken() {
        if (input.abandoned()) {
            log.warn(
                    "the journal is not appended to any more: the input ends before its output does",
                    "input",
                    port.id(),
                    "journal",
                    port.journal().orElseThrow().directory());
        }
    }

    @Override
    public void closing() {
        input.freeze();
    }

    @Override
    public Optional<String> unmap(boolean quiet) {
        return unmap(quiet, arrow.close(), input.held(), input::close);
    }

    @Override
    public CopiedRows copy(Rows rows) {
        return arrow.copy(rows);
    }
}
