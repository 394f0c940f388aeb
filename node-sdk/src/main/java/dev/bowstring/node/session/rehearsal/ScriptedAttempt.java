package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.SendResult;
import dev.bowstring.node.session.send.RoomWait;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that waits for room on a rehearsed output: what the script says next decides. */
final class ScriptedAttempt implements RoomWait.Attempt {
    private final Supplier<@Nullable SendResult> once;

    private final ScriptedSends sends;

    private ScriptedAttempt(Supplier<@Nullable SendResult> once, ScriptedSends sends) {
        this.once = once;
        this.sends = sends;
    }

    /** @param send what is to be done once there is room */
    static ScriptedAttempt toSend(ScriptedRoom room, ScriptedSends sends, Runnable send) {
        return new ScriptedAttempt(
                () -> {
                    SendResult answer = room.enter();
                    if (answer == SendResult.SENT) {
                        send.run();
                    }
                    return answer;
                },
                sends);
    }

    /** Only wants to know. */
    static ScriptedAttempt toSee(ScriptedRoom room, ScriptedSends sends) {
        return new ScriptedAttempt(room::look, sends);
    }

    @Override
    public @Nullable SendResult tryOnce() {
        SendResult answer = once.get();
        if (answer != SendResult.SENT) {
            sends.commit(); // readers make room by taking what there is
        }
        return answer;
    }

    @Override
    public void beginWait() {
        sends.beginWait();
    }

    @Override
    public void announce() {
        // There is no supervisor whom a wait would concern.
    }

    @Override
    public void endWait() {
        sends.endWait();
    }
}
