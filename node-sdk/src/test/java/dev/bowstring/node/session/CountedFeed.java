package dev.bowstring.node.session;

import dev.bowstring.node.Event;

/** An input with so many messages, of which any number may be held. */
final class CountedFeed implements Feed {
    private final FakeFeed messages = new FakeFeed("rows");
    private long left;

    CountedFeed(long count) {
        left = count;
    }

    @Override
    public String id() {
        return messages.id();
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public long headTimeNs() {
        return left > 0 ? 1 : Long.MAX_VALUE;
    }

    @Override
    public boolean isClosed() {
        return left == 0;
    }

    @Override
    public boolean hasPin() {
        return true;
    }

    @Override
    public Taking take() {
        left--;
        messages.pins = 2;
        messages.publish(1);
        return messages.take();
    }

    @Override
    public Event event() {
        return messages.event();
    }

    @Override
    public String problem() {
        return "";
    }
}
