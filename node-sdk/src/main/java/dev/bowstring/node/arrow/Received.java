package dev.bowstring.node.arrow;

import dev.bowstring.transport.message.MessageReader;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/**
 * A received message: the reference manager of all its buffers. Its pin goes when it was closed <i>and</i> the last
 * reference to its buffers was released. Any thread. It serves another message when it was closed last.
 */
public final class Received extends CountedReferences implements Rows {
    private static final AtomicReferenceFieldUpdater<Received, @Nullable ReceivedRoot> ROOT =
            AtomicReferenceFieldUpdater.newUpdater(Received.class, ReceivedRoot.class, "root");

    private final Keeper keeper;
    private final ReceivedBuffers buffers = new ReceivedBuffers(this);
    private int pin;
    private volatile @Nullable ReceivedRoot root;
    private Map<String, Object> metadata = Map.of();

    /** What keeps the memory of messages as it is until they are released. */
    interface Keeper {
        /** Any thread, once a message. */
        void release(int pin);
    }

    Received(Keeper keeper, BufferAllocator allocator) {
        super(allocator);
        this.keeper = keeper;
    }

    /** Before it is loaded with a message of so many buffers. */
    void begin(int newPin, int bufferCount) {
        pin = newPin;
        buffers.expect(bufferCount);
    }

    void loaded(ReceivedRoot loadedRoot, Map<String, Object> decodedMetadata) {
        metadata = decodedMetadata;
        ROOT.lazySet(this, loadedRoot);
    }

    /** A buffer of the message where its publisher put it, in blocks at these addresses. The consumer thread. */
    ArrowBuf buffer(MessageReader message, int index, long... blocks) {
        long length = message.bufferLength(index);
        if (length == 0) {
            return getAllocator().getEmpty();
        }
        long address = blocks[message.bufferBlock(index)] + message.bufferOffset(index);
        return buffers.at(index, address, length);
    }

    private ReceivedRoot open() {
        ReceivedRoot current = root;
        if (current == null) {
            throw new IllegalStateException("the message was closed");
        }
        return current;
    }

    /** The rows, over the publisher's memory, mapped read-only: a {@code set} on one of its vectors ends the process. */
    @Override
    public VectorSchemaRoot root() {
        return open().root();
    }

    @Override
    public DictionaryProvider dictionaries() {
        return open().dictionaries();
    }

    @Override
    public Map<String, Object> metadata() {
        return metadata;
    }

    /**
     * Takes the buffers out of the root, which serves another message from here on. Closing again does nothing; two threads
     * must not close at the same time.
     */
    @Override
    public void close() {
        ReceivedRoot loaded = root;
        if (loaded != null) {
            ROOT.lazySet(this, null);
            quiet();
            loaded.clear();
            if (loudIfAlone()) {
                int last = pin;
                loaded.giveBack(this);
                keeper.release(last);
            } else {
                loaded.giveBack(null);
                loud(1);
            }
        }
    }

    @Override
    void unreferenced() {
        keeper.release(pin);
    }
}
