package dev.bowstring.transport.journal;

import dev.bowstring.transport.layout.JournalRecordLayout;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A message of an arena as one piece: its message block, then each buffer once, without what lies between them. Reused from
 * message to message by one thread.
 */
final class FlatMessage {
    private MessageShape shape = new MessageShape(0, 0, 0, 0, 0, 0);
    private long payloadAt;
    private long payloadBytes;

    /** Takes the measure of a message. */
    void measure(MessageReader message) {
        long bytes = 0;
        for (int i = 0; i < message.bufferCount(); i++) {
            bytes += JournalRecordLayout.align(message.bufferLength(i));
        }
        payloadBytes = bytes;
        shape = new MessageShape(
                bytes == 0 ? 0 : 1,
                message.nodeCount(),
                message.bufferCount(),
                message.dictionaryCount(),
                message.variadicCount(),
                message.metadataBytes());
        payloadAt = JournalRecordLayout.align((long) JournalRecordLayout.LENGTH + shape.length());
    }

    int messageBytes() {
        return shape.length();
    }

    /** The length of the record without a schema. */
    long length() {
        return payloadAt + payloadBytes;
    }

    /** The bytes of all buffers, padding included. */
    long payloadBytes() {
        return payloadBytes;
    }

    /** Writes message block and buffers of the message measured last. */
    void write(UnsafeBuffer record, MessageReader message, MessageSource source) {
        MessageWriter writer = MessageWriter.begin(record, JournalRecordLayout.LENGTH, shape);
        record.putLong(JournalRecordLayout.LENGTH, message.sequence()); // SEQUENCE of the message block
        writer.schema(message.schemaId());
        writer.rows(message.rows());
        if (shape.blocks() == 1) {
            writer.block(0, 0, payloadAt, payloadBytes);
        }
        for (int i = 0; i < message.nodeCount(); i++) {
            writer.node(i, message.nodeRows(i), message.nodeNullCount(i));
        }
        for (int i = 0; i < message.dictionaryCount(); i++) {
            writer.dictionary(i, message.dictionary(i));
        }
        for (int i = 0; i < message.variadicCount(); i++) {
            writer.variadic(i, message.variadic(i));
        }
        writer.metadata(source.metadata());
        buffers(record, writer, message, source);
    }

    private void buffers(UnsafeBuffer record, MessageWriter writer, MessageReader message, MessageSource source) {
        long at = payloadAt;
        for (int i = 0; i < message.bufferCount(); i++) {
            long bytes = message.bufferLength(i);
            if (bytes == 0) {
                writer.buffer(i, -1, 0, 0);
                continue;
            }
            int block = message.bufferBlock(i);
            long from = message.blockOffset(block) + message.bufferOffset(i);
            record.putBytes((int) at, source.arena(message.blockArena(block)), (int) from, (int) bytes);
            writer.buffer(i, 0, at - payloadAt, bytes);
            at += JournalRecordLayout.align(bytes);
        }
    }
}
