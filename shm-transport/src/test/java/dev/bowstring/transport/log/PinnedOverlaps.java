package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.Pin;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.log.HeapOutput.Life;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/** A rule that would be wrong: of two pinned messages that overlap, the older is stale. */
final class PinnedOverlaps {
    private record PinWord(AtomicBuffer file, int at) {
        long value() {
            return file.getLong(at);
        }
    }

    private final List<PinWord> words = new ArrayList<>();
    private final BlockLists lists;

    private PinnedOverlaps(HeapOutput output) {
        lists = new BlockLists(output.arenas);
        for (AtomicBuffer file : output.readers) {
            for (int pin = 0; pin < HeapOutput.PINS; pin++) {
                words.add(new PinWord(file, ReaderLayout.pin(pin)));
            }
        }
    }

    /** A recovery that does not see the pins of the older. */
    static Life recoverWithoutTheOlder(HeapOutput output) {
        Map<PinWord, Long> hidden = new PinnedOverlaps(output).older();
        hidden.keySet().forEach(word -> word.file.putLong(word.at, Pin.NONE));
        try {
            return output.recover();
        } finally {
            hidden.forEach((word, pin) -> word.file.putLong(word.at, pin));
        }
    }

    private Map<PinWord, Long> older() {
        Map<PinWord, Long> older = new HashMap<>();
        for (PinWord word : words) {
            for (PinWord other : words) {
                if (isOlder(followed(word.value()), followed(other.value()))) {
                    older.put(word, word.value());
                }
            }
        }
        return older;
    }

    private @Nullable BlockList followed(long pin) {
        return pin == Pin.NONE ? null : lists.read(Pin.arena(pin), Pin.offset(pin), Pin.sequenceBits(pin));
    }

    private static boolean isOlder(@Nullable BlockList one, @Nullable BlockList other) {
        return one != null && other != null && one.sequence() < other.sequence() && overlap(one, other);
    }

    private static boolean overlap(BlockList one, BlockList other) {
        for (BlockList.Place a : places(one)) {
            for (BlockList.Place b : places(other)) {
                boolean apart = a.arena() != b.arena()
                        || a.offset() + a.length() <= b.offset()
                        || b.offset() + b.length() <= a.offset();
                if (!apart && !a.equals(b)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<BlockList.Place> places(BlockList list) {
        List<BlockList.Place> places = new ArrayList<>(list.blocks());
        places.add(list.message());
        return places;
    }
}
