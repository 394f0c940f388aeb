package dev.bowstring.node.arrow;

import dev.bowstring.transport.log.Payload;
import dev.bowstring.transport.log.Room;
import org.jspecify.annotations.Nullable;

/** What all messages of an output have in common on their way: one draft, one attempt after the other. */
abstract class OutputMessage implements Outgoing {
    private static final byte[] NO_METADATA = new byte[0];
    private static final Draft.Header NONE = new Draft.Header(SentSchema.NONE, 0, 0, NO_METADATA);

    final Draft draft;
    Draft.Header header = NONE;
    private final ArrowOutput output;
    private boolean pending;

    OutputMessage(ArrowOutput output, Draft draft) {
        this.output = output;
        this.draft = draft;
    }

    /** Collects what is to be sent. */
    abstract void gather(SentSchemas schemas);

    /** What to publish; null if there is no room for something. */
    abstract @Nullable Payload payload();

    /** Takes what was sent from the user. */
    abstract void sent();

    /** The message is not under way any more. */
    abstract void over(ArrowOutput output);

    final OutputMessage begin(Draft.Header newHeader, SentSchemas schemas) {
        header = newHeader;
        pending = true;
        boolean gathered = false;
        try {
            gather(schemas);
            gathered = true;
        } finally {
            if (!gathered) {
                cancel();
            }
        }
        return this;
    }

    @Override
    public final Attempt publish() {
        synchronized (output) {
            Payload payload = payload();
            if (payload == null) {
                return Attempt.NO_MEMORY;
            }
            Room room = output.log().publish(payload);
            return switch (room) {
                case ROOM -> done();
                case QUEUE_FULL -> Attempt.QUEUE_FULL;
                case CLOSED -> Attempt.CLOSED;
            };
        }
    }

    private Attempt done() {
        pending = false;
        sent();
        draft.sent();
        over(output);
        return Attempt.SENT;
    }

    @Override
    public final long missingBytes() {
        return draft.missing();
    }

    @Override
    public final void cancel() {
        synchronized (output) {
            if (pending) {
                pending = false;
                draft.cancel();
                over(output);
            }
        }
    }
}
