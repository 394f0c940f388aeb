package dev.bowstring.runtime.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.counters.OutputCounter;
import dev.bowstring.transport.counters.OutputCounters;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.Payload;
import dev.bowstring.transport.log.Room;
import dev.bowstring.transport.message.MessageFlags;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import dev.bowstring.transport.message.MetadataCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.AtomicBuffer;

/**
 * An output that carries lines of nodes: each a message of one row, a Utf8 vector named {@code line}, with the metadata
 * {@code node}, {@code level}, {@code stream} (strings), {@code time} (timestamp) and {@code incarnation} (long).
 *
 * <p>Nobody is waited for: a line for which there is no room is refused, and counted. Any thread; nothing is touched after
 * {@link #close}, whatever still comes.
 */
public final class LogOutput implements AutoCloseable {
    /** The payload is one block: the validity of one row, its two offsets, then the text, each 8-byte aligned. */
    private static final int VALIDITY_BYTES = 8;

    private static final int OFFSETS_BYTES = 8;
    private static final int TEXT_AT = VALIDITY_BYTES + OFFSETS_BYTES;
    private static final long UNKNOWN_NULLS = -1;

    private final OutputLog log;
    private final OutputCounters counters;
    private final int schema;
    private boolean open = true;

    /** Takes over the log, which is closed with this. */
    public LogOutput(OutputLog log, OutputCounters counters) {
        this.log = log;
        this.counters = counters;
        this.schema = log.schemaId(LineSchema.bytes());
    }

    /** Publishes a line, or counts it as refused. */
    public synchronized void send(LogLine line) {
        if (!open || !publish(line)) {
            refuse();
        }
    }

    /** Counts a line that is not to be published. */
    public synchronized void refuse() {
        if (open) {
            counters.add(OutputCounter.REFUSED, 1);
        }
    }

    private boolean publish(LogLine line) {
        byte[] text = line.text().getBytes(UTF_8);
        Block values = log.reserve(TEXT_AT + text.length);
        if (values == null) {
            return false;
        }
        boolean sent = publish(values, text.length, MetadataCodec.encode(metadata(line)), text);
        log.giveBack(values); // The message has a count of its own now, if there is one.
        return sent;
    }

    private boolean publish(Block values, int textBytes, byte[] metadata, byte[] text) {
        MessageShape shape = new MessageShape(1, 1, 3, 0, 0, metadata.length);
        Block message = log.reserve(shape.length());
        if (message == null) {
            return false;
        }
        writeValues(values, text);
        describe(MessageWriter.begin(message.buffer(), message.offset(), shape), values, textBytes, metadata);
        Payload payload = new Payload(message, values).describe(shape.length(), schema, 1, MessageFlags.VECTOR);
        boolean sent = log.publish(payload) == Room.ROOM;
        if (!sent) {
            log.giveBack(message);
        }
        return sent;
    }

    private static void writeValues(Block values, byte[] text) {
        AtomicBuffer file = values.buffer();
        int at = Math.toIntExact(values.offset());
        file.putLong(at, 1);
        file.putInt(at + VALIDITY_BYTES, 0);
        file.putInt(at + VALIDITY_BYTES + Integer.BYTES, text.length);
        file.putBytes(at + TEXT_AT, text);
    }

    private void describe(MessageWriter writer, Block values, int textBytes, byte[] metadata) {
        writer.rows(1);
        writer.schema(schema);
        writer.block(0, values.arena(), values.offset(), values.length());
        writer.node(0, 1, UNKNOWN_NULLS);
        writer.buffer(0, 0, 0, VALIDITY_BYTES);
        writer.buffer(1, 0, VALIDITY_BYTES, OFFSETS_BYTES);
        writer.buffer(2, 0, TEXT_AT, textBytes);
        writer.metadata(metadata);
    }

    private static Map<String, Object> metadata(LogLine line) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("node", line.node());
        metadata.put("level", line.level().word());
        metadata.put("stream", line.source().word());
        metadata.put("time", line.time());
        metadata.put("incarnation", line.incarnation());
        return metadata;
    }

    /** Ends the output behind its last line; what comes later is refused. */
    public synchronized void end() {
        if (open) {
            log.end();
        }
    }

    /** Lets go of the files. */
    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            log.close();
        }
    }
}
