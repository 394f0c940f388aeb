package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.SendResult;
import dev.bowstring.node.session.send.SendAttempt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Whether a rehearsed output takes messages, as the script says. Any thread. */
final class ScriptedRoom {
    private final String output;
    private final Queue<SendResult> answers = new ConcurrentLinkedQueue<>();
    private volatile boolean full;
    private volatile boolean ended;

    ScriptedRoom(String output) {
        this.output = output;
    }

    void full(boolean yes) {
        full = yes;
    }

    /** What a message is to be answered with, once. */
    void answer(SendResult result) {
        answers.add(result);
    }

    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** What a message is answered with; null while it has to wait. */
    @Nullable SendResult enter() {
        SendResult open = look();
        SendResult answer = answers.poll();
        return answer == null ? open : answer;
    }

    /** Whether there is room; null while there is none. */
    @Nullable SendResult look() {
        if (ended) {
            throw SendAttempt.closed(output);
        }
        return full ? null : SendResult.SENT;
    }
}
