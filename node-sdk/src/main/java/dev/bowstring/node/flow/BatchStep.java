package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import java.util.ArrayList;
import java.util.List;

/** Collects messages until there are enough of them, or the first has waited long enough. */
final class BatchStep implements Step<Messages> {
    private static final int MOST_AHEAD = 256;

    private final Course<Messages> course;
    private final Hold hold;
    private final int count;
    private final Collector.Deadline deadline;
    private List<Message> messages = new ArrayList<>();

    BatchStep(Course<Messages> course, Hold hold, int count, Collector.Deadline deadline) {
        this.course = course;
        this.hold = hold;
        this.count = count;
        this.deadline = deadline;
    }

    @Override
    public void take(Message message) {
        messages.add(hold.keep(message));
        if (messages.size() == count) {
            deadline.disarm();
            give();
        } else if (messages.size() == 1) {
            deadline.arm();
        }
    }

    private void give() {
        Messages batch = new Messages(messages);
        messages = new ArrayList<>();
        course.emit(batch);
    }

    @Override
    public String timer() {
        return deadline.timer();
    }

    @Override
    public void tick() {
        if (!messages.isEmpty()) {
            give();
        }
    }

    /** As many as are missing: what is asked for may come, so that at most two batches are held. */
    @Override
    public int room(int waiting) {
        return waiting > 0 ? 0 : Math.min(count - messages.size(), MOST_AHEAD);
    }

    @Override
    public void ended() {
        tick();
    }

    @Override
    public void discard() {
        deadline.disarm();
        messages.forEach(Message::close);
        messages.clear();
    }
}
