package dev.bowstring.node.pattern;

import dev.bowstring.node.Diversion;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.NodeRestarted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out to whom a message belongs, by an id in its metadata, before the node's consumer sees it. While something is
 * open, its inputs are read even if nobody asks for events. Any thread.
 *
 * <p>The lock is held for the book-keeping alone: whoever is answered, or told of the end, is told without it.
 *
 * @param <C> what is open
 */
final class Correlation<C> implements AutoCloseable {
    /** How many may be open at a time. */
    static final int MOST = 1 << 16;

    private final String key;
    private final Answered<C> answered;
    private final Ids ids = new Ids();
    private final List<Diversion> diversions =
            new CopyOnWriteArrayList<>(); // an input may end while the next is diverted
    private final Map<String, C> open = new HashMap<>(); // guarded by this, as all below
    private final Set<String> waitedFor = new HashSet<>();
    private final AtomicLong late = new AtomicLong();
    private final Set<String> orphaned = new HashSet<>(); // of those waited for
    private final Map<String, Long> sinceNs = new HashMap<>(); // when what is open or waited for began
    private final AtomicLong restarts = new AtomicLong(); // that were told, perhaps more than once
    private final Node node;
    private int inputsOpen;
    private @Nullable End end;
    private volatile boolean dropsOthers;

    /** Why nothing will be answered any more. */
    enum End {
        SERVER_GONE,
        STOPPING
    }

    /** What a message was for whom it came. */
    enum Taken {
        MORE_TO_COME,
        LAST,
        TOO_LATE
    }

    /** What is done with what is open. */
    interface Answered<C> {
        /** A message for it has come, which is to be closed by whoever gets it, but for one that is too late. */
        Taken by(C one, Message message);

        /** Nothing will come for it. */
        void never(C one, End why);
    }

    /** @param key where the id is in the metadata */
    Correlation(Node node, List<String> inputs, String key, Answered<C> answered) {
        this.node = node;
        this.key = key;
        this.answered = answered;
        inputsOpen = inputs.size();
        inputs.forEach(input -> diversions.add(node.divert(input, new Taker())));
    }

    String newId() {
        return ids.next();
    }

    /** Whether a message has this id. */
    boolean isFor(String id, Message message) {
        return message.metadata().string(key).filter(id::equals).isPresent();
    }

    /**
     * From here on its messages are taken, until the last one, or it is {@link #forget forgotten}.
     *
     * @throws NodeException if as many are open as may be
     */
    synchronized Optional<End> open(String id, C one) {
        if (end == null && open.size() >= MOST) {
            throw new NodeException(
                    MOST + " requests or goals of this client wait for an answer already (`" + key + "`)",
                    "wait for some of them, give up those that take too long, or see whether the server answers");
        }
        if (end == null) {
            open.put(id, one);
            sinceNs.put(id, node.nanoTime());
            await();
        }
        return Optional.ofNullable(end);
    }

    /** Its messages come too late from here on. */
    synchronized void forget(String id) {
        if (open.remove(id) != null) {
            sinceNs.remove(id);
            await();
        }
    }

    /** Somebody looks for messages of this id in the stream of events by himself. */
    synchronized Optional<End> beginWait(String id) {
        waitedFor.add(id);
        sinceNs.put(id, node.nanoTime());
        return Optional.ofNullable(end);
    }

    /** That is over; the reason if nothing will come any more. */
    synchronized Optional<End> endWait(String id) {
        Optional<End> over = over(id);
        waitedFor.remove(id);
        orphaned.remove(id);
        sinceNs.remove(id);
        return over;
    }

    /** Why nothing will come for one that is waited for; empty while it may. */
    synchronized Optional<End> over(String id) {
        return Optional.ofNullable(end == null && orphaned.contains(id) ? End.SERVER_GONE : end);
    }

    /** How often it was told so far that the server was started again. */
    long restarts() {
        return restarts.get();
    }

    private void await() {
        diversions.forEach(diversion -> diversion.awaiting(!open.isEmpty()));
    }

    /** Whoever is open now gets no answer. What is opened later may. */
    void endAll(End why) {
        endThoseOf(since -> true, why);
    }

    private void endThoseOf(LongPredicate began, End why) {
        List<C> orphans = new ArrayList<>();
        synchronized (this) {
            waitedFor.stream()
                    .filter(id -> began.test(sinceNs.getOrDefault(id, 0L)))
                    .forEach(orphaned::add);
            for (String id : List.copyOf(open.keySet())) {
                if (began.test(sinceNs.getOrDefault(id, 0L))) {
                    orphans.add(Objects.requireNonNull(open.remove(id)));
                    sinceNs.remove(id);
                }
            }
            await();
        }
        orphans.forEach(one -> answered.never(one, why));
    }

    private void endForGood(End why) {
        synchronized (this) {
            end = end == null ? why : end;
        }
        endAll(why);
    }

    /** Messages with ids that others made are closed, too. */
    void dropOthers() {
        dropsOthers = true;
    }

    /** How many messages came for what was not open any more; they were closed. */
    long late() {
        return late.get();
    }

    @Override
    public void close() {
        diversions.forEach(Diversion::close);
        endForGood(End.STOPPING);
    }

    /** What the inputs bring. */
    private final class Taker implements Diversion.Taker {
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public boolean take(Message message) {
            Optional<String> id = message.metadata().string(key);
            if (id.isEmpty()) {
                return false;
            }
            if (!ids.made(id.get())) {
                return dropsOthers && drop(message);
            }
            C one;
            synchronized (Correlation.this) {
                if (waitedFor.contains(id.get())) {
                    return false;
                }
                one = open.get(id.get());
            }
            Taken taken = one == null ? Taken.TOO_LATE : answered.by(one, message);
            if (taken == Taken.TOO_LATE) {
                late.incrementAndGet();
                message.close();
            }
            if (taken == Taken.LAST) {
                forget(id.get());
            }
            return true;
        }

        private boolean drop(Message message) {
            message.close();
            return true;
        }

        @Override
        public void closed() {
            if (over.compareAndSet(false, true) && isLastInput()) {
                endForGood(End.SERVER_GONE);
            }
        }

        /** Each input tells of it, and perhaps twice; what was asked after it goes to the new server. */
        @Override
        public void restarted(NodeRestarted restart) {
            restarts.incrementAndGet();
            endThoseOf(since -> since - restart.restartedNs() <= 0, End.SERVER_GONE);
        }

        private boolean isLastInput() {
            synchronized (Correlation.this) {
                inputsOpen--;
                return inputsOpen == 0;
            }
        }

        @Override
        public void stopping() {
            endForGood(End.STOPPING);
        }
    }
}
