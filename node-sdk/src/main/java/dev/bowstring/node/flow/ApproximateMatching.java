package dev.bowstring.node.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Items whose times are close, after the {@code ApproximateTime} policy of ROS {@code message_filters}
 * (<a href="http://wiki.ros.org/message_filters/ApproximateTime">its description</a>, its code in
 * {@code message_filters/sync_policies/approximate_time.h}), without its lower bounds of the time between messages.
 *
 * <p>When there is an item of every input, the latest of the first ones is the <em>pivot</em>: its match is looked for. The
 * first items are its first <em>candidate</em>. The earliest of them is then passed over (it moves to {@code past}), and
 * what are the first ones now is a better candidate if they lie closer together. The search ends when the pivot itself would
 * be passed over, or when no later candidate can be better; then the candidate is the match, and what was passed over since
 * it was found comes back. What was passed over before can be in no match any more.
 *
 * <p>An input that has lost an item because too many waited cannot give the pivot until the other inputs have come as far:
 * the lost one could have been the better partner.
 */
final class ApproximateMatching<T> implements Matching<T> {
    private static final int NONE = -1;

    /** An earlier match is preferred to one that is closer by no more than a tenth of the delay. */
    private static final double AGE_PENALTY = 0.1;

    private final long toleranceNs;
    private final int buffer;
    private final Fate<T> fate;
    private final List<Waiting<T>> inputs = new ArrayList<>();
    private final List<Item<T>> candidate = new ArrayList<>();
    private long candidateStartNs;
    private long candidateEndNs;
    private int pivot = NONE;
    private long pivotNs;

    /** One that waits for the others. */
    private record Item<T>(long timeNs, T value) {}

    /** What waits of one input. */
    private static final class Waiting<T> {
        final Deque<Item<T>> coming = new ArrayDeque<>();
        final Deque<Item<T>> past = new ArrayDeque<>();
        boolean hasLost;
        long latestNs = Long.MIN_VALUE;

        long firstNs() {
            return coming.element().timeNs();
        }

        void pass() {
            past.add(coming.remove());
        }

        void recover(int count) {
            for (int i = 0; i < count; i++) {
                coming.addFirst(past.removeLast());
            }
        }

        /** The earliest that its first one may be, while a pivot is searched for. */
        long boundNs(long pivotNs) {
            return coming.isEmpty() ? Math.max(latestNs, pivotNs) : firstNs();
        }
    }

    ApproximateMatching(int inputs, long toleranceNs, int buffer, Fate<T> fate) {
        this.toleranceNs = toleranceNs;
        this.buffer = buffer;
        this.fate = fate;
        for (int i = 0; i < inputs; i++) {
            this.inputs.add(new Waiting<>());
        }
    }

    @Override
    public void add(int input, long timeNs, T item) {
        Waiting<T> waiting = inputs.get(input);
        if (timeNs < waiting.latestNs) {
            fate.dropped(input, item); // the search relies on growing times
            return;
        }
        waiting.latestNs = timeNs;
        waiting.coming.add(new Item<>(timeNs, item));
        process();
        if (waiting.coming.size() + waiting.past.size() > buffer) {
            loseOldest(input);
        }
    }

    private void loseOldest(int input) {
        inputs.forEach(waiting -> waiting.recover(waiting.past.size()));
        dropFirst(input);
        inputs.get(input).hasLost = true;
        if (pivot != NONE) {
            pivot = NONE; // its candidate may be the lost one
            process();
        }
    }

    private void dropFirst(int input) {
        fate.dropped(input, inputs.get(input).coming.remove().value());
    }

    private boolean isComplete() {
        return inputs.stream().noneMatch(waiting -> waiting.coming.isEmpty());
    }

    private void process() {
        while (isComplete()) {
            int start = earliest();
            int end = latest();
            long startNs = inputs.get(start).firstNs();
            long endNs = inputs.get(end).firstNs();
            for (int i = 0; i < inputs.size(); i++) {
                inputs.get(i).hasLost &= i == end; // nothing that it lost could have been better than what is there now
            }
            if (pivot != NONE) {
                improve(start, startNs, endNs);
            } else if (endNs - startNs > toleranceNs || inputs.get(end).hasLost) {
                dropFirst(start);
                continue;
            } else {
                begin(start, end);
            }
            conclude(start, endNs);
        }
    }

    private void begin(int start, int end) {
        pivot = end;
        pivotNs = inputs.get(end).firstNs();
        takeCandidate(inputs.get(start).firstNs(), pivotNs);
        inputs.get(start).pass();
    }

    private void improve(int start, long startNs, long endNs) {
        if (cost(endNs) < startNs - candidateStartNs) {
            takeCandidate(startNs, endNs);
        }
        inputs.get(start).pass();
    }

    /** What a candidate that ends then loses against the present one; it gains by starting later. */
    private double cost(long endNs) {
        return (endNs - candidateEndNs) * (1 + AGE_PENALTY);
    }

    private void takeCandidate(long startNs, long endNs) {
        candidate.clear();
        candidateStartNs = startNs;
        candidateEndNs = endNs;
        for (int i = 0; i < inputs.size(); i++) {
            Waiting<T> waiting = inputs.get(i);
            candidate.add(waiting.coming.element());
            while (!waiting.past.isEmpty()) {
                fate.dropped(i, waiting.past.remove().value());
            }
        }
    }

    private void conclude(int passed, long endNs) {
        if (passed == pivot || isBest(endNs)) {
            match();
        } else if (!isComplete()) {
            lookAhead();
        }
    }

    /** No later candidate ends before this, nor starts after the pivot. */
    private boolean isBest(long endNs) {
        return cost(endNs) >= pivotNs - candidateStartNs;
    }

    /** Inputs without an item can have none before the pivot: enough, perhaps, to know that nothing will be better. */
    private void lookAhead() {
        int[] passed = new int[inputs.size()];
        while (true) {
            int start = 0;
            long endNs = Long.MIN_VALUE;
            for (int i = 0; i < passed.length; i++) {
                endNs = Math.max(endNs, inputs.get(i).boundNs(pivotNs));
                start = inputs.get(i).boundNs(pivotNs) < inputs.get(start).boundNs(pivotNs) ? i : start;
            }
            if (isBest(endNs)) {
                match();
                return;
            }
            if (cost(endNs) < inputs.get(start).boundNs(pivotNs) - candidateStartNs) {
                for (int i = 0; i < passed.length; i++) {
                    inputs.get(i).recover(passed[i]);
                }
                return;
            }
            inputs.get(start).pass(); // it starts before the pivot, so it is really there
            passed[start]++;
        }
    }

    private void match() {
        List<T> items = candidate.stream().map(Item::value).toList();
        candidate.clear();
        pivot = NONE;
        for (Waiting<T> waiting : inputs) {
            waiting.recover(waiting.past.size());
            waiting.coming.remove(); // the candidate's: what was before it is gone
        }
        fate.matched(items);
    }

    private int earliest() {
        int earliest = 0;
        for (int i = 1; i < inputs.size(); i++) {
            earliest = inputs.get(i).firstNs() < inputs.get(earliest).firstNs() ? i : earliest;
        }
        return earliest;
    }

    private int latest() {
        int latest = 0;
        for (int i = 1; i < inputs.size(); i++) {
            latest = inputs.get(i).firstNs() > inputs.get(latest).firstNs() ? i : latest;
        }
        return latest;
    }

    @Override
    public void end() {
        while (pivot != NONE) {
            match(); // there will be no better one
            process();
        }
        for (int i = 0; i < inputs.size(); i++) {
            while (!inputs.get(i).coming.isEmpty()) {
                dropFirst(i);
            }
        }
    }
}
