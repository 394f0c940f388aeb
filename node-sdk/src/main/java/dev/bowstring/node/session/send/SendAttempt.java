package dev.bowstring.node.session.send;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.arrow.Outgoing;
import dev.bowstring.transport.log.OutputLog;
import org.jspecify.annotations.Nullable;

/** Turns what the log says about one message into what the sender is told. */
public final class SendAttempt implements RoomWait.Attempt {
    private final String output;
    private final OutputLog log;
    private final Outgoing message;
    private Outgoing.Attempt last = Outgoing.Attempt.SENT;

    public SendAttempt(String output, OutputLog log, Outgoing message) {
        this.output = output;
        this.log = log;
        this.message = message;
    }

    @Override
    public @Nullable SendResult tryOnce() {
        last = message.publish();
        return switch (last) {
            case SENT -> SendResult.SENT;
            case QUEUE_FULL -> null; // only a reader that is waited for can have a full queue
            case NO_MEMORY -> withoutMemory();
            case CLOSED -> throw closed(output);
        };
    }

    private @Nullable SendResult withoutMemory() {
        if (log.neverFits(message.missingBytes())) {
            return SendResult.TOO_LARGE;
        }
        return log.blocking() ? null : SendResult.REFUSED;
    }

    @Override
    public boolean isRoomy() {
        return last != Outgoing.Attempt.QUEUE_FULL || log.isRoomy();
    }

    @Override
    public void beginWait() {
        log.beginWait();
    }

    @Override
    public void announce() {
        if (last == Outgoing.Attempt.NO_MEMORY) {
            log.waitsForMemory(message.missingBytes());
        } else {
            log.waitsForQueue();
        }
    }

    @Override
    public void endWait() {
        log.endWait();
    }

    public static NodeException closed(String output) {
        return new NodeException(
                "output '" + output + "' is closed", "nothing can be sent on it for the rest of the run");
    }
}
