package dev.bowstring.node.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Items whose times are the same, after {@code TimeSynchronizer} of ROS {@code message_filters} (its {@code ExactTime}
 * policy): sets are kept by their time; a complete one is a match, and all that are older are dropped; so is the oldest
 * when there are too many.
 */
final class ExactMatching<T> implements Matching<T> {
    private final int inputs;
    private final int buffer;
    private final Fate<T> fate;
    private final TreeMap<Long, List<@Nullable T>> sets = new TreeMap<>();
    private long latestMatchNs = Long.MIN_VALUE;

    ExactMatching(int inputs, int buffer, Fate<T> fate) {
        this.inputs = inputs;
        this.buffer = buffer;
        this.fate = fate;
    }

    @Override
    public void add(int input, long timeNs, T item) {
        if (timeNs <= latestMatchNs) {
            fate.dropped(input, item); // a match with it would cross the one before
            return;
        }
        List<@Nullable T> set =
                sets.computeIfAbsent(timeNs, time -> new ArrayList<>(Collections.nCopies(inputs, null)));
        T same = set.set(input, item);
        if (same != null) {
            fate.dropped(input, same); // two of one input at the same time: the later counts
        }
        List<T> complete = complete(set);
        if (!complete.isEmpty()) {
            match(timeNs, complete);
        } else if (sets.size() > buffer) {
            drop(sets.pollFirstEntry());
        }
    }

    private List<T> complete(List<@Nullable T> set) {
        List<T> complete = new ArrayList<>(inputs);
        for (T item : set) {
            if (item == null) {
                return List.of();
            }
            complete.add(item);
        }
        return complete;
    }

    private void match(long timeNs, List<T> items) {
        sets.remove(timeNs);
        latestMatchNs = timeNs;
        while (!sets.isEmpty() && sets.firstKey() < timeNs) {
            drop(sets.pollFirstEntry());
        }
        fate.matched(items);
    }

    private void drop(Map.Entry<Long, List<@Nullable T>> set) {
        List<@Nullable T> items = set.getValue();
        for (int input = 0; input < inputs; input++) {
            T item = items.get(input);
            if (item != null) {
                fate.dropped(input, item);
            }
        }
    }

    @Override
    public void end() {
        while (!sets.isEmpty()) {
            drop(sets.pollFirstEntry());
        }
    }
}
