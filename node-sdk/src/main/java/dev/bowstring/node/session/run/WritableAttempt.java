package dev.bowstring.node.session.run;

import dev.bowstring.node.SendResult;
import dev.bowstring.node.arrow.ArrowOutput;
import dev.bowstring.node.session.send.RoomWait;
import dev.bowstring.node.session.send.SendAttempt;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.Room;
import org.jspecify.annotations.Nullable;

/** Looks whether a message could be sent, without sending one. */
final class WritableAttempt implements RoomWait.Attempt {
    private final String output;
    private final OutputLog log;
    private final ArrowOutput arrow;

    WritableAttempt(String output, OutputLog log, ArrowOutput arrow) {
        this.output = output;
        this.log = log;
        this.arrow = arrow;
    }

    @Override
    public @Nullable SendResult tryOnce() {
        return switch (log.room()) {
            case ROOM -> isMemoryReady() ? SendResult.SENT : null;
            case QUEUE_FULL -> null;
            case CLOSED -> throw SendAttempt.closed(output);
        };
    }

    /** A batch that can never have shared memory does not wait for it. */
    private boolean isMemoryReady() {
        return arrow.isBatchReady() || !log.blocking() || log.neverFits(arrow.batchBytes());
    }

    @Override
    public void beginWait() {
        log.beginWait();
    }

    @Override
    public void announce() {
        if (log.room() == Room.QUEUE_FULL) {
            log.waitsForQueue();
        } else {
            log.waitsForMemory(arrow.batchBytes());
        }
    }

    @Override
    public void endWait() {
        log.endWait();
    }
}
