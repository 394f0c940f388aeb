package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.NodeException;
import java.util.Objects;
import java.util.concurrent.Flow;

/** The events as a reactive stream. */
final class EventPublisher implements Flow.Publisher<Event> {
    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long n) {
            // Refused: nothing will come.
        }

        @Override
        public void cancel() {
            // Refused: there is nothing to cancel.
        }
    };

    private final EventPump pump;

    EventPublisher(EventPump pump) {
        this.pump = pump;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Event> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        EventSubscription subscription = new EventSubscription(pump, subscriber);
        try {
            pump.demand(subscription, subscription, EventSubscription::begin);
        } catch (NodeException refused) {
            subscriber.onSubscribe(NONE);
            subscriber.onError(refused);
            return;
        }
        boolean accepted = false;
        try {
            subscriber.onSubscribe(subscription);
            accepted = true;
        } finally {
            if (!accepted) {
                subscription.cancel(); // it threw, against rule 2.13: the node is free again
            }
        }
        subscription.start();
    }
}
