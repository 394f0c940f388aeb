package dev.bowstring.transport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.layout.JournalRecordLayout;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import dev.bowstring.transport.message.MetadataCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages in an arena of the heap: one column of longs, all of them the sequence of the message. */
final class JournalMessages implements MessageSource {
    private static final int BLOCK_AT = 4096;
    private static final int FROM = 64; // the buffer does not begin where its block does

    private final UnsafeBuffer arena;
    private final MessageReader reader = new MessageReader();
    private final byte[] metadata;
    private final int bytes;
    int schemaId;
    private int arenaAsked;
    Runnable inTheMiddle = () -> {};

    JournalMessages(int bytes) {
        this(bytes, Map.of());
    }

    JournalMessages(int bytes, Map<String, Object> metadata) {
        this.bytes = bytes;
        this.metadata = MetadataCodec.encode(metadata);
        arena = new UnsafeBuffer(ByteBuffer.allocateDirect(BLOCK_AT + BitUtil.align(bytes, 64) + 256));
    }

    /** Writes a message and hands its description to an appender. */
    Appended append(JournalAppender to, String run, long sequence) {
        return append(to, new MessageFacts(run, sequence, 1_000_000L * sequence, 5_000_000_000L, 1));
    }

    Appended append(JournalAppender to, MessageFacts facts) {
        MessageShape shape = new MessageShape(1, 1, 3, 0, 0, metadata.length);
        MessageWriter writer = MessageWriter.begin(arena, 128, shape);
        arena.putLong(128, facts.sequence());
        writer.schema(schemaId);
        writer.rows(bytes / 8);
        writer.block(0, 0, BLOCK_AT, BitUtil.align(bytes + FROM, 64));
        writer.node(0, bytes / 8, 0);
        writer.buffer(0, -1, 0, 0);
        writer.buffer(1, 0, FROM, bytes);
        writer.buffer(2, 0, FROM, 8); // behind the large one: what is asked for it is asked in the middle
        writer.metadata(metadata);
        arenaAsked = 0;
        for (int i = 0; i + 8 <= bytes; i += step(bytes)) {
            arena.putLong(BLOCK_AT + FROM + i, facts.sequence());
        }
        reader.read(arena, 128, index -> index == 0 ? arena.capacity() : 0);
        return to.append(reader, facts, this);
    }

    /** Every long, but of very large messages only some. */
    private static int step(int bytes) {
        return bytes <= 1 << 20 ? 8 : bytes / 64 & -8;
    }

    @Override
    public AtomicBuffer arena(int index) {
        if (++arenaAsked == 2) {
            inTheMiddle.run();
        }
        return arena;
    }

    @Override
    public byte[] metadata() {
        return metadata;
    }

    @Override
    public byte[] schema(int id) {
        return ("schema " + id).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the record as a receiver would, and checks that it is the message of a sequence. */
    static void check(JournalRecord record, long sequence, int bytes) {
        MessageReader message = new MessageReader();
        UnsafeBuffer words = record.bytes();
        message.read(words, JournalRecordLayout.LENGTH, arena -> arena == 0 ? words.capacity() : 0);
        if (record.facts().sequence() != sequence || message.sequence() != sequence) {
            throw new AssertionError("sequence=" + record.facts().sequence() + " expected=" + sequence);
        }
        if (bytes > 0) {
            long from = message.blockOffset(0) + message.bufferOffset(1);
            assertThat((words.addressOffset() + from) % 64).isZero();
            for (int i = 0; i + 8 <= bytes; i += step(bytes)) {
                if (words.getLong((int) from + i) != sequence) {
                    throw new AssertionError("message " + sequence + " is torn at " + i);
                }
            }
        }
    }
}
