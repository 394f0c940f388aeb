package dev.bowstring.transport.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.layout.MessageBlockLayout;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MessageBlockTest {
    private static final int OFFSET = 256;
    private static final byte[] METADATA = MetadataCodec.encode(Map.of("camera", "left"));
    private static final MessageShape SHAPE = new MessageShape(2, 3, 5, 1, 1, METADATA.length);

    private final UnsafeBuffer arena = new UnsafeBuffer(ByteBuffer.allocateDirect(4096));
    private final long[] sizes = {4096, 1 << 20};
    private final MessageReader reader = new MessageReader();

    @Test
    void shouldReadBackWhatWasWritten() {
        write();

        read();

        assertThat(reader.sequence()).isEqualTo(41);
        assertThat(reader.rows()).isEqualTo(1000);
        assertThat(reader.schemaId()).isEqualTo(7);
        assertThat(reader.length()).isEqualTo(SHAPE.length());
        assertThat(reader.blockCount()).isEqualTo(2);
        assertThat(reader.blockArena(1)).isEqualTo(1);
        assertThat(reader.blockOffset(1)).isEqualTo(8192);
        assertThat(reader.blockLength(1)).isEqualTo(64_000);
        assertThat(reader.nodeCount()).isEqualTo(3);
        assertThat(reader.nodeRows(2)).isEqualTo(30);
        assertThat(reader.nodeNullCount(2)).isEqualTo(-1);
        assertThat(reader.bufferCount()).isEqualTo(5);
        assertThat(reader.bufferBlock(3)).isEqualTo(1);
        assertThat(reader.bufferOffset(3)).isEqualTo(24);
        assertThat(reader.bufferLength(3)).isEqualTo(300);
        assertThat(reader.bufferBlock(4)).isEqualTo(-1);
        assertThat(reader.dictionary(0)).isEqualTo(new DictionarySection(99, 30, 2, 1, 3, 2));
        assertThat(reader.variadic(0)).isEqualTo(2);
        assertThat(MetadataCodec.decode(
                        arena, OFFSET + reader.length() - reader.metadataBytes(), reader.metadataBytes()))
                .containsEntry("camera", "left");
    }

    @Test
    void shouldPinTheOffsetsOfTheSections() {
        assertThat(new MessageShape(1, 0, 0, 0, 0, 0).length()).isEqualTo(64 + 16);
        assertThat(new MessageShape(0, 1, 0, 0, 0, 0).length()).isEqualTo(64 + 16);
        assertThat(new MessageShape(0, 0, 1, 0, 0, 0).length()).isEqualTo(64 + 16);
        assertThat(new MessageShape(0, 0, 0, 1, 0, 0).length()).isEqualTo(64 + 32);
        assertThat(new MessageShape(0, 0, 0, 0, 1, 5).length()).isEqualTo(64 + 8 + 5);
        write();

        assertThat(arena.getInt(OFFSET + 20)).isEqualTo(SHAPE.length());
        assertThat(arena.getInt(OFFSET + 64)).isZero();
        assertThat(arena.getInt(OFFSET + 64 + 16 + 4)).isEqualTo(1000);
        assertThat(arena.getLong(OFFSET + 64 + 2 * 16)).isEqualTo(10);
        assertThat(arena.getLong(OFFSET + 64 + 5 * 16 + 8)).isEqualTo(100);
        assertThat(arena.getLong(OFFSET + 64 + 10 * 16)).isEqualTo(99);
        assertThat(arena.getLong(OFFSET + 64 + 10 * 16 + 32)).isEqualTo(2);
        assertThat(arena.getByte(OFFSET + 64 + 10 * 16 + 32 + 8)).isEqualTo((byte) 4);
    }

    @Test
    void shouldRewriteOnlyWhatChangedOfAMessageOfTheSameShape() {
        write();
        MessageWriter again = MessageWriter.reuse(arena, OFFSET, SHAPE.withMetadataBytes(0));
        again.rows(5);
        again.nodeRows(0, 5);
        again.bufferLength(1, 40);
        again.metadata(new byte[0]);

        read();

        assertThat(reader.rows()).isEqualTo(5);
        assertThat(reader.nodeRows(0)).isEqualTo(5);
        assertThat(reader.bufferLength(1)).isEqualTo(40);
        assertThat(reader.metadataBytes()).isZero();
        assertThat(reader.length()).isEqualTo(SHAPE.length() - METADATA.length);
    }

    @Test
    void shouldNameTheFieldThatIsWrong() {
        write();
        arena.putLong(OFFSET + 64 + 16 + 8, 1 << 20);

        assertThatThrownBy(this::read)
                .isInstanceOf(CorruptMessageException.class)
                .hasMessageContaining("block OFFSET=1048576");
    }

    @Test
    void shouldRefuseAnOffsetOutsideTheFile() {
        for (long offset : new long[] {-64, 0, 64, 4096, 4096 - 63, 1L << 40, 257}) {
            assertThatThrownBy(() -> reader.read(arena, offset, arena -> sizes[arena]))
                    .isInstanceOf(CorruptMessageException.class)
                    .hasMessageContaining("OFFSET");
        }
    }

    @Test
    void shouldNotAllocateForACountThatIsAbsurd() {
        UnsafeBuffer large = new UnsafeBuffer(ByteBuffer.allocateDirect(64 << 20));
        large.putInt(128 + MessageBlockLayout.TOTAL_BYTES, 64 + (16 << 20));
        large.putInt(128 + MessageBlockLayout.NODE_COUNT, 1 << 20);

        assertThatThrownBy(() -> reader.read(large, 128, arena -> 64 << 20))
                .isInstanceOf(CorruptMessageException.class)
                .hasMessageContaining("NODES=1048576");
    }

    @Test
    void shouldRefuseAgainWhatItRefusedOnce() {
        write();
        read();
        arena.putInt(OFFSET + MessageBlockLayout.NODE_COUNT, 1 << 10);

        assertThatThrownBy(this::read).isInstanceOf(CorruptMessageException.class);
        assertThatThrownBy(this::read).isInstanceOf(CorruptMessageException.class);
        write();
        read();
        assertThat(reader.nodeCount()).isEqualTo(3);
    }

    @Test
    void shouldReadADamagedBlockWithinBoundsOrRefuseIt() {
        long seed = 42;
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            write();
            damage(random);
            try {
                read();
                assertWithinBounds();
            } catch (CorruptMessageException expected) {
                refused++;
            } catch (RuntimeException other) {
                throw new AssertionError("seed=" + seed + " round=" + i, other);
            }
        }
        assertThat(refused).isBetween(10_000, 99_999);
    }

    private void damage(Random random) {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            int at = OFFSET + random.nextInt(SHAPE.length());
            if (random.nextBoolean()) {
                arena.putByte(at, (byte) random.nextInt());
            } else {
                arena.putLong(at & ~7, random.nextLong() >> random.nextInt(64));
            }
        }
    }

    private void assertWithinBounds() {
        assertThat(OFFSET + reader.length()).isLessThanOrEqualTo(arena.capacity());
        for (int b = 0; b < reader.blockCount(); b++) {
            assertThat(reader.blockOffset(b)).isGreaterThanOrEqualTo(128);
            assertThat(reader.blockOffset(b) + reader.blockLength(b)).isLessThanOrEqualTo(sizes[reader.blockArena(b)]);
        }
        for (int b = 0; b < reader.bufferCount(); b++) {
            long room = reader.bufferBlock(b) < 0 ? 0 : reader.blockLength(reader.bufferBlock(b));
            assertThat(reader.bufferOffset(b) + reader.bufferLength(b)).isBetween(0L, room);
        }
        for (int d = 0; d < reader.dictionaryCount(); d++) {
            DictionarySection section = reader.dictionary(d);
            assertThat(section.firstNode() + section.nodes()).isBetween(0, reader.nodeCount());
            assertThat(section.firstBuffer() + section.buffers()).isBetween(0, reader.bufferCount());
        }
    }

    private void read() {
        reader.read(arena, OFFSET, arena -> arena < sizes.length ? sizes[arena] : 0);
    }

    private void write() {
        arena.setMemory(0, arena.capacity(), (byte) 0);
        arena.putLong(OFFSET + MessageBlockLayout.SEQUENCE, 41);
        MessageWriter writer = MessageWriter.begin(arena, OFFSET, SHAPE);
        writer.rows(1000);
        writer.schema(7);
        writer.block(0, 0, 1024, 64);
        writer.block(1, 1, 8192, 64_000);
        writer.node(0, 10, 0);
        writer.node(1, 20, 20);
        writer.node(2, 30, -1);
        writer.buffer(0, 0, 0, 100 - 36);
        writer.buffer(0, 1, 0, 100);
        writer.buffer(1, 1, 104, 800);
        writer.buffer(2, 0, 0, 64);
        writer.buffer(3, 1, 24, 300);
        writer.buffer(4, -1, 0, 0);
        writer.dictionary(0, new DictionarySection(99, 30, 2, 1, 3, 2));
        writer.variadic(0, 2);
        writer.metadata(METADATA);
    }
}
