package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.SendResult;
import dev.bowstring.node.session.send.RoomWait;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that waits for room on a rehearsed output: what the script says next decides. */
final class ScriptedAttempt implements RoomWait.Attempt {
    private final Supplier<@Nullable SendResult> once;

    private ScriptedAttempt(Supplier<@Nullable SendResult> once) {
        this.once = once;
    }

    /** @param send what is to be done once there is room */
    static ScriptedAttempt toSend(ScriptedRoom room, Runnable send) {
        return new ScriptedAttempt(() -> {
            SendResult answer = room.enter();
            if (answer == SendResult.SENT) {
                send.run();
            }
            return answer;
        });
    }

    /** Only wants to know. */
    static ScriptedAttempt toSee(ScriptedRoom room) {
        return new ScriptedAttempt(room::look);
    }

    @Override
    public @Nullable SendResult tryOnce() {
        return once.get();
    }

    // There is no supervisor whom a wait would concern.

    @Override
    public void beginWait() {}

    @Override
    public void announce() {}

    @Override
    public void endWait() {}
}
