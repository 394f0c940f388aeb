package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.SendResult;
import dev.bowstring.node.session.send.RoomWait;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that waits for room on a rehearsed output: what the script says next decides. */
final class ScriptedAttempt implements RoomWait.Attempt {
    private final Supplier<@Nullable SendResult> once;

    private ScriptedAttempt(Supplier<@Nullable SendResult> once, Runnable commit) {
        this.once = () -> {
            SendResult answer = once.get();
            if (answer != SendResult.SENT) {
                commit.run();
            }
            return answer;
        };
    }

    /**
     * @param commit commits what a burst has gathered, when there is no room for more
     * @param send what is to be done once there is room
     */
    static ScriptedAttempt toSend(ScriptedRoom room, Runnable commit, Runnable send) {
        return new ScriptedAttempt(
                () -> {
                    SendResult answer = room.enter();
                    if (answer == SendResult.SENT) {
                        send.run();
                    }
                    return answer;
                },
                commit);
    }

    /** Only wants to know. */
    static ScriptedAttempt toSee(ScriptedRoom room, Runnable commit) {
        return new ScriptedAttempt(room::look, commit);
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
