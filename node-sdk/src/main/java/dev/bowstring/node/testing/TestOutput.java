package dev.bowstring.node.testing;

import dev.bowstring.node.SendResult;
import dev.bowstring.node.session.rehearsal.Rehearsal;
import java.util.List;

/** An output of a {@link TestNode}: what the node has sent, and whether it may send. */
public final class TestOutput {
    private final String id;
    private final Rehearsal rehearsal;

    TestOutput(String id, Rehearsal rehearsal) {
        this.id = id;
        this.rehearsal = rehearsal;
    }

    /** Copies of all that was sent so far, in order; valid until the {@link TestNode} is closed. */
    public List<SentMessage> messages() {
        return rehearsal.sent(id).stream().map(SentMessage::new).toList();
    }

    /** The only message that was sent. */
    public SentMessage message() {
        List<SentMessage> all = messages();
        if (all.size() != 1) {
            throw new AssertionError("on output '" + id + "' there were " + all.size() + " messages sent, not one");
        }
        return all.get(0);
    }

    /** From here on there is no room, as when a {@code backpressure} reader does not keep up. */
    public TestOutput full() {
        rehearsal.full(id, true);
        return this;
    }

    /** There is room again, once the node has nothing else to do than to wait for it. */
    public TestOutput writable() {
        rehearsal.full(id, false);
        return this;
    }

    /** What the next message is answered with, whether there is room or not; said several times, the next ones. */
    public TestOutput answer(SendResult result) {
        rehearsal.answer(id, result);
        return this;
    }

    /** Waits until so many messages were sent: for nodes that work on threads of their own. */
    public List<SentMessage> awaitMessages(int count) {
        if (!rehearsal.await(() -> rehearsal.sent(id).size() >= count)) {
            throw new AssertionError(
                    "output '" + id + "' was to send " + count + " messages, and has sent " + messages());
        }
        return messages();
    }
}
