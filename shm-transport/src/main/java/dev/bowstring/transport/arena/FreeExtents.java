package dev.bowstring.transport.arena;

import static dev.bowstring.transport.arena.ExtentTable.LEFT;
import static dev.bowstring.transport.arena.ExtentTable.LENGTH;
import static dev.bowstring.transport.arena.ExtentTable.NONE;
import static dev.bowstring.transport.arena.ExtentTable.PARENT;
import static dev.bowstring.transport.arena.ExtentTable.RIGHT;
import static dev.bowstring.transport.arena.ExtentTable.SAME_NEXT;
import static dev.bowstring.transport.arena.ExtentTable.SAME_PREVIOUS;

/**
 * The free extents of all files by length: finds the shortest that is long enough.
 *
 * <p>Lengths below 64 units (4 KiB) have one list each, found through the bits of one word. Longer ones are kept in one
 * bitwise trie per power of two, as in Doug Lea's malloc: a node's subtree holds lengths that share a prefix with it,
 * so a path has at most one node per bit of the length, whatever the history; extents of equal length hang in a ring off
 * the one that stands in the trie. Of equal ones the latest comes first: its memory is the warmest.
 */
final class FreeExtents {
    private static final int LISTS = 64;
    private static final int TRIES = 32;

    /** PARENT of an extent that hangs in the ring of another one. */
    private static final int IN_RING = -1;

    private final ExtentTable table;
    private final int[] lists = new int[LISTS];
    private final int[] roots = new int[TRIES];
    private long filledLists;
    private int filledTries;

    FreeExtents(ExtentTable table) {
        this.table = table;
    }

    void add(int extent) {
        int length = table.of(extent, LENGTH);
        if (length < LISTS) {
            addToList(extent, length);
        } else {
            addToTrie(extent, length);
        }
    }

    void remove(int extent) {
        int length = table.of(extent, LENGTH);
        if (length < LISTS) {
            removeFromList(extent, length);
        } else {
            removeFromTrie(extent, trieOf(length));
        }
    }

    /** The shortest free extent of at least {@code length} units, or NONE. */
    int bestFit(int length) {
        int found;
        if (length >= LISTS) {
            found = bestFitInTries(length);
        } else {
            long candidates = filledLists & (-1L << length);
            if (candidates != 0) {
                return lists[Long.numberOfTrailingZeros(candidates)];
            }
            found = filledTries == 0 ? NONE : shortest(roots[Integer.numberOfTrailingZeros(filledTries)]);
        }
        return found == NONE ? NONE : table.of(found, SAME_NEXT);
    }

    private int bestFitInTries(int length) {
        int trie = trieOf(length);
        int found = bestFitIn(roots[trie], length, length << (32 - trie));
        if (found != NONE) {
            return found;
        }
        int longer = filledTries & (-2 << trie);
        return longer == 0 ? NONE : shortest(roots[Integer.numberOfTrailingZeros(longer)]);
    }

    /** Follows the bits of the length; the last right turn not taken leads to the shortest of all longer ones. */
    private int bestFitIn(int root, int length, int lengthBits) {
        int best = NONE;
        int longer = NONE;
        int bits = lengthBits;
        for (int at = root; at != NONE; bits <<= 1) {
            if (table.of(at, LENGTH) == length) {
                return at;
            }
            best = better(best, at, length);
            int right = table.of(at, RIGHT);
            at = table.of(at, LEFT + (bits >>> 31));
            if (right != NONE && right != at) {
                longer = right;
            }
        }
        for (int at = longer; at != NONE; at = lowerChild(at)) {
            best = better(best, at, length);
        }
        return best;
    }

    private int better(int best, int other, int length) {
        int otherLength = table.of(other, LENGTH);
        return (otherLength >= length && (best == NONE || otherLength < table.of(best, LENGTH))) ? other : best;
    }

    private int shortest(int root) {
        int best = root;
        for (int at = lowerChild(root); at != NONE; at = lowerChild(at)) {
            best = better(best, at, 0);
        }
        return best;
    }

    private int lowerChild(int at) {
        int left = table.of(at, LEFT);
        return left != NONE ? left : table.of(at, RIGHT);
    }

    private void addToList(int extent, int length) {
        int first = lists[length];
        table.put(extent, SAME_PREVIOUS, NONE);
        table.put(extent, SAME_NEXT, first);
        if (first != NONE) {
            table.put(first, SAME_PREVIOUS, extent);
        }
        lists[length] = extent;
        filledLists |= 1L << length;
    }

    private void removeFromList(int extent, int length) {
        int previous = table.of(extent, SAME_PREVIOUS);
        int next = table.of(extent, SAME_NEXT);
        if (next != NONE) {
            table.put(next, SAME_PREVIOUS, previous);
        }
        if (previous != NONE) {
            table.put(previous, SAME_NEXT, next);
            return;
        }
        lists[length] = next;
        if (next == NONE) {
            filledLists &= ~(1L << length);
        }
    }

    private void addToTrie(int extent, int length) {
        table.put(extent, LEFT, NONE);
        table.put(extent, RIGHT, NONE);
        table.put(extent, SAME_PREVIOUS, extent);
        table.put(extent, SAME_NEXT, extent);
        int trie = trieOf(length);
        int at = roots[trie];
        if (at == NONE) {
            putRoot(trie, extent);
            table.put(extent, PARENT, NONE);
            return;
        }
        for (int bits = length << (32 - trie); table.of(at, LENGTH) != length; bits <<= 1) {
            int side = LEFT + (bits >>> 31);
            int child = table.of(at, side);
            if (child == NONE) {
                table.put(at, side, extent);
                table.put(extent, PARENT, at);
                return;
            }
            at = child;
        }
        joinRing(extent, at);
    }

    private void joinRing(int extent, int inTrie) {
        int next = table.of(inTrie, SAME_NEXT);
        table.put(extent, PARENT, IN_RING);
        table.put(extent, SAME_PREVIOUS, inTrie);
        table.put(extent, SAME_NEXT, next);
        table.put(next, SAME_PREVIOUS, extent);
        table.put(inTrie, SAME_NEXT, extent);
    }

    private void removeFromTrie(int extent, int trie) {
        int successor = table.of(extent, SAME_NEXT);
        if (successor != extent) {
            int previous = table.of(extent, SAME_PREVIOUS);
            table.put(previous, SAME_NEXT, successor);
            table.put(successor, SAME_PREVIOUS, previous);
            if (table.of(extent, PARENT) == IN_RING) {
                return;
            }
        } else {
            successor = takeLeafBelow(extent);
        }
        replace(extent, successor, trie);
    }

    /** Any leaf below fits in the place of its ancestor: it shares the ancestor's prefix. */
    private int takeLeafBelow(int extent) {
        int leaf = extent;
        for (int child = lowerChild(leaf); child != NONE; child = lowerChild(leaf)) {
            leaf = child;
        }
        if (leaf == extent) {
            return NONE;
        }
        putChild(table.of(leaf, PARENT), leaf, NONE);
        return leaf;
    }

    private void replace(int extent, int successor, int trie) {
        int parent = table.of(extent, PARENT);
        if (parent == NONE) {
            putRoot(trie, successor);
        } else {
            putChild(parent, extent, successor);
        }
        if (successor != NONE) {
            table.put(successor, PARENT, parent);
            adopt(successor, LEFT, table.of(extent, LEFT));
            adopt(successor, RIGHT, table.of(extent, RIGHT));
        }
    }

    private void adopt(int parent, int side, int child) {
        table.put(parent, side, child);
        if (child != NONE) {
            table.put(child, PARENT, parent);
        }
    }

    private void putChild(int parent, int before, int after) {
        table.put(parent, table.of(parent, LEFT) == before ? LEFT : RIGHT, after);
    }

    private void putRoot(int trie, int root) {
        roots[trie] = root;
        if (root == NONE) {
            filledTries &= ~(1 << trie);
        } else {
            filledTries |= 1 << trie;
        }
    }

    private static int trieOf(int length) {
        return 31 - Integer.numberOfLeadingZeros(length);
    }
}
