package dev.bowstring.node.session.send;

import dev.bowstring.node.SendResult;
import org.jspecify.annotations.Nullable;

/** A message that a thread sends while others wait without one: they go first. */
public final class LaterAttempt implements RoomWait.Attempt {
    private final RoomWait.Attempt own;
    private final AsyncSends others;

    public LaterAttempt(RoomWait.Attempt own, AsyncSends others) {
        this.own = own;
        this.others = others;
    }

    @Override
    public @Nullable SendResult tryOnce() {
        return others.areWaiting() ? null : own.tryOnce();
    }

    @Override
    public boolean isRoomy() {
        return own.isRoomy();
    }

    @Override
    public void beginWait() {
        own.beginWait();
    }

    @Override
    public void announce() {
        own.announce();
    }

    @Override
    public void endWait() {
        own.endWait();
    }
}
