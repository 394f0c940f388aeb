package dev.bowstring.transport.log;

/**
 * What became of the messages of one edge: {@code received + dropped + unread == published} (L10).
 *
 * @param published messages committed since the reader's start
 * @param received messages handed out to the reader's node
 * @param dropped messages skipped, and those an incarnation took and died with
 * @param unread messages the reader has not come to yet
 * @param unreachable how many of the unread a lossy reader can no longer get
 */
public record Account(long published, long received, long dropped, long unread, long unreachable) {
    /** The same once the reader will read no more: what it has not read is dropped. */
    public Account settled() {
        return new Account(published, received, dropped + unread, 0, 0);
    }

    /** Both together. */
    public Account plus(Account other) {
        return new Account(
                published + other.published,
                received + other.received,
                dropped + other.dropped,
                unread + other.unread,
                unreachable + other.unreachable);
    }
}
