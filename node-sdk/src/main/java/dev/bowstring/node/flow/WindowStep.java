package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Keeps the last messages, and gives views of them with each that comes. */
final class WindowStep implements Step<Messages> {
    private final Course<Messages> course;
    private final Hold hold;
    private final int count;
    private final long ageNs;
    private final Deque<HeldMessage> last = new ArrayDeque<>();

    WindowStep(Course<Messages> course, Hold hold, int count, long ageNs) {
        this.course = course;
        this.hold = hold;
        this.count = count;
        this.ageNs = ageNs;
    }

    @Override
    public void take(Message message) {
        long nowNs = message.publishTimeNs();
        while (!last.isEmpty()
                && (last.size() == count || nowNs - last.element().publishTimeNs() > ageNs)) {
            last.remove().close(); // first, so that its place is free for the new one
        }
        last.add(hold.hold(message).view());
        List<Message> views = new ArrayList<>(last.size());
        last.forEach(held -> views.add(held.another()));
        course.emit(new Messages(views));
    }

    @Override
    public int room(int waiting) {
        return waiting > 0 ? 0 : 1;
    }

    @Override
    public void ended() {
        discard();
    }

    @Override
    public void discard() {
        last.forEach(Message::close);
        last.clear();
    }
}
