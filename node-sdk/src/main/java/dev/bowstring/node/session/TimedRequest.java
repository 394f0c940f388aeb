package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import java.util.Optional;

/** An event that was asked for, for a limited time. */
final class TimedRequest extends EventRequest<Optional<Event>> {

    TimedRequest(EventRequests asked, long deadlineNs) {
        super(asked, deadlineNs);
    }

    @Override
    Optional<Event> result(Event event) {
        return Optional.of(event);
    }

    @Override
    void expire() {
        finish(Optional.empty());
    }
}
