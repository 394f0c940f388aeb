package dev.bowstring.benchmarks.jmh;

import dev.bowstring.transport.journal.Appended;
import dev.bowstring.transport.journal.JournalAppender;
import dev.bowstring.transport.journal.MessageFacts;
import dev.bowstring.transport.journal.MessageSource;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A message of one column in an arena, as a recorder takes it, that is appended again and again. */
final class JournalMessage implements MessageSource {
    private static final int MESSAGE_AT = 128;
    private static final int BLOCK_AT = 4096;
    private static final byte[] NO_METADATA = new byte[0];

    private final UnsafeBuffer arena;
    private final MessageReader reader = new MessageReader();
    private long sequence;

    JournalMessage(int bytes) {
        int block = BitUtil.align(bytes, 64);
        arena = new UnsafeBuffer(ByteBuffer.allocateDirect(BLOCK_AT + block));
        MessageShape shape = new MessageShape(1, 1, 2, 0, 0, 0);
        MessageWriter writer = MessageWriter.begin(arena, MESSAGE_AT, shape);
        writer.rows(1);
        writer.block(0, 0, BLOCK_AT, block);
        writer.node(0, 1, 0);
        writer.buffer(0, -1, 0, 0);
        writer.buffer(1, 0, 0, bytes);
    }

    /** Appends it under the next sequence. */
    long append(JournalAppender to) {
        reader.read(arena, MESSAGE_AT, index -> index == 0 ? arena.capacity() : 0);
        MessageFacts facts = new MessageFacts("jmh", sequence++, 1, 0, 0);
        if (to.append(reader, facts, this) != Appended.APPENDED) {
            throw new IllegalStateException("journal: not appended, sequence=" + facts.sequence());
        }
        return sequence;
    }

    @Override
    public AtomicBuffer arena(int index) {
        return arena;
    }

    @Override
    public byte[] metadata() {
        return NO_METADATA;
    }

    @Override
    public byte[] schema(int id) {
        return "schema".getBytes(StandardCharsets.US_ASCII);
    }
}
