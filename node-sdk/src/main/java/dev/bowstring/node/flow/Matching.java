package dev.bowstring.node.flow;

import java.util.List;

/**
 * Finds items of several inputs that belong together by their time. One thread at a time.
 *
 * @param <T> what has a time
 */
interface Matching<T> {

    /** What becomes of items. */
    interface Fate<T> {
        /** They belong together: one of each input, in the order of the inputs. */
        void matched(List<T> items);

        /** It can be in no match any more. */
        void dropped(int input, T item);
    }

    /** An item of an input with its time. Times of one input should grow. */
    void add(int input, long timeNs, T item);

    /** Nothing will come any more: every item that is held meets its fate. */
    void end();
}
