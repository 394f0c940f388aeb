package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the latest message of each input, and gives views of all of them with each that comes. */
final class LatestOf extends Operator<Matched> {
    private final Holds holds;

    LatestOf(NodeFlow flow, List<String> inputs) {
        super(flow, inputs);
        holds = new Holds(flow, inputs);
    }

    @Override
    Step<Matched> step(Course<Matched> course) {
        return new Latest(course);
    }

    /** The latest of each input, as far as one has come. */
    private final class Latest implements Step<Matched> {
        private final Course<Matched> course;
        private final Map<String, HeldMessage> latest = new HashMap<>();

        Latest(Course<Matched> course) {
            this.course = course;
        }

        @Override
        public void take(Message message) {
            HeldMessage before = latest.remove(message.input());
            if (before != null) {
                before.close(); // first, so that its place is free for the new one
            }
            latest.put(message.input(), holds.keep(message));
            if (latest.size() == inputs().size()) {
                course.emit(views());
            }
        }

        private Matched views() {
            List<Message> views = new ArrayList<>();
            for (String input : inputs()) {
                HeldMessage held = latest.get(input);
                if (held != null) {
                    views.add(held.another());
                }
            }
            return new Matched(views);
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
            latest.values().forEach(Message::close);
            latest.clear();
        }
    }
}
