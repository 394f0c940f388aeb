package dev.bowstring.node.arrow;

import dev.bowstring.transport.log.Payload;
import org.jspecify.annotations.Nullable;

/** What all messages of an output have in common on their way: one draft, one attempt after the other. */
abstract class OutputMessage implements Outgoing {
    final Draft draft;
    private final ArrowOutput output;
    /** Whether it needs what messages of the output share, under the output's monitor: its drafts, its dictionaries. */
    private final boolean sharing;

    private boolean pending;

    OutputMessage(ArrowOutput output, Draft draft, boolean sharing) {
        this.output = output;
        this.draft = draft;
        this.sharing = sharing;
    }

    /** Collects what is to be sent. */
    abstract void gather();

    /** What to publish; null if there is no room for something. */
    abstract @Nullable Payload payload();

    /** Takes what was sent from the user, and lets go of what was made for it. */
    abstract void sent();

    /** The message is not under way any more, and nothing here will be touched again. */
    abstract void over(ArrowOutput from, boolean sent);

    /** Gathers what the draft's description needs; under the output's monitor when sharing. */
    final OutputMessage begin() {
        pending = true;
        boolean gathered = false;
        try {
            gather();
            gathered = true;
        } finally {
            if (!gathered) {
                cancelNow();
            }
        }
        return this;
    }

    /** A further arena file is waited for without the monitor: other threads have room perhaps. */
    @Override
    public final Attempt publish() {
        Attempt attempt = tryPublish();
        while (attempt == Attempt.NO_MEMORY && output.log().grow(draft.missing())) {
            attempt = tryPublish();
        }
        return attempt;
    }

    private Attempt tryPublish() {
        if (!sharing) {
            return publishNow();
        }
        synchronized (output) {
            return publishNow();
        }
    }

    private Attempt publishNow() {
        Payload payload = payload();
        if (payload == null) {
            return Attempt.NO_MEMORY;
        }
        return switch (output.log().publish(payload)) {
            case ROOM -> done();
            case QUEUE_FULL -> Attempt.QUEUE_FULL;
            case CLOSED -> Attempt.CLOSED;
        };
    }

    private Attempt done() {
        pending = false;
        sent();
        over(output, true);
        return Attempt.SENT;
    }

    @Override
    public final long missingBytes() {
        return draft.missing();
    }

    @Override
    public final void cancel() {
        if (!sharing) {
            cancelNow();
            return;
        }
        synchronized (output) {
            cancelNow();
        }
    }

    private void cancelNow() {
        if (pending) {
            pending = false;
            draft.cancel();
            over(output, false);
        }
    }
}
