package dev.bowstring.transport.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The bytes of every shared file, written out: programs in other languages read them. Whoever changes a number here
 * changes {@link HeaderLayout#VERSION} as well.
 */
final class LayoutTest {

    /** All constants of a layout, so that none can be added, moved or forgotten without this test. */
    private static Map<String, Long> constants(Class<?> layout) {
        Map<String, Long> constants = new TreeMap<>();
        for (Field field : layout.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && !field.isSynthetic()) {
                constants.put(field.getName(), number(field));
            }
        }
        return constants;
    }

    private static long number(Field field) {
        try {
            return ((Number) field.get(null)).longValue();
        } catch (IllegalAccessException unreachable) {
            throw new AssertionError(unreachable); // the field is public
        }
    }

    private static Map<String, Long> numbers(String lines) {
        Map<String, Long> numbers = new TreeMap<>();
        lines.lines().map(line -> line.split(" ")).forEach(word -> numbers.put(word[0], Long.decode(word[1])));
        return numbers;
    }

    @Test
    void shouldKeepTheHeader() {
        assertThat(constants(HeaderLayout.class)).isEqualTo(numbers("""
                MAGIC 0x474E525453574F42
                VERSION 5
                MAGIC_OFFSET 0
                VERSION_OFFSET 8
                KIND_OFFSET 12
                SIZE_OFFSET 16
                GEOMETRY_OFFSET 24
                INDEX_OFFSET 32
                RUN_ID_OFFSET 40
                RUN_ID_LENGTH 32
                CHECKSUM_OFFSET 120
                LENGTH 128"""));
    }

    @Test
    void shouldKeepTheRing() {
        assertThat(constants(RingLayout.class)).isEqualTo(numbers("""
                TAIL 128
                OLDEST 256
                CLOSED_AT 384
                WAITS_FOR 512
                WAITS_SINCE 520
                SLOTS 640
                SLOT_LENGTH 64
                SLOT_SEQUENCE 0
                SLOT_PUBLISH_TIME 8
                SLOT_ARENA 16
                SLOT_MESSAGE_LENGTH 20
                SLOT_OFFSET 24
                SLOT_SCHEMA 32
                SLOT_FLAGS 36
                SLOT_ROWS 40
                SLOT_DESCRIBED_SINCE 48"""));
        assertThat(RingLayout.slot(0, 64)).isEqualTo(640);
        assertThat(RingLayout.slot(65, 64)).isEqualTo(704);
        assertThat(RingLayout.slot((1L << 32) + 63, 64)).isEqualTo(4672);
        assertThat(RingLayout.fileLength(64)).isEqualTo(4736);
    }

    @Test
    void shouldKeepTheReaderFile() {
        assertThat(constants(ReaderLayout.class)).isEqualTo(numbers("""
                START 128
                CURSOR 256
                RECEIVED 264
                PINS 384"""));
        assertThat(ReaderLayout.pin(0)).isEqualTo(384);
        assertThat(ReaderLayout.pin(15)).isEqualTo(504);
        assertThat(ReaderLayout.fileLength(16)).isEqualTo(512);
    }

    @Test
    void shouldKeepTheOutputControl() {
        assertThat(constants(OutputControlLayout.class)).isEqualTo(numbers("""
                GENERATION 128
                ARENA_COUNT 136
                ARENA_MAX 144
                RESTARTS 152
                ARENA_SIZES 256
                MAX_ARENAS 256
                RESTART_LIST 2304
                RESTARTS_KEPT 32
                RESTART_LENGTH 16
                RESTART_AT 0
                RESTART_TIME 8
                READERS 2816
                READER_LENGTH 256
                READER_MODE 0
                READER_OPEN 8
                READER_QUEUE_SIZE 16
                READER_PINS 24
                READER_NAME_LENGTH 32
                READER_FIRM 40
                READER_NAME 64
                READER_NAME_MAX 192
                FREE 0
                LOSSY 1
                JOURNAL 3
                BLOCKING 2"""));
        assertThat(OutputControlLayout.arenaSize(255)).isEqualTo(2296);
        assertThat(OutputControlLayout.restart(1)).isEqualTo(2304);
        assertThat(OutputControlLayout.restart(32)).isEqualTo(2800);
        assertThat(OutputControlLayout.restart(33)).isEqualTo(2304);
        assertThat(OutputControlLayout.reader(2)).isEqualTo(3328);
        assertThat(OutputControlLayout.fileLength(3)).isEqualTo(3584);
    }

    @Test
    void shouldKeepTheSchemas() {
        assertThat(constants(SchemasLayout.class)).isEqualTo(numbers("""
                COUNT 128
                ENTRIES 256
                ENTRY_LENGTH 16
                ENTRY_OFFSET 0
                ENTRY_BYTES 8
                MAX_ENTRIES 256
                BYTES 4352
                FILE_LENGTH 4194304
                MAX_SCHEMA_LENGTH 1048576"""));
        assertThat(SchemasLayout.entry(255)).isEqualTo(4336);
    }

    @Test
    void shouldKeepTheMessageBlock() {
        assertThat(constants(MessageBlockLayout.class)).isEqualTo(numbers("""
                SEQUENCE 0
                ROWS 8
                SCHEMA 16
                TOTAL_BYTES 20
                BLOCK_COUNT 24
                NODE_COUNT 28
                VARIADIC_COUNT 32
                BUFFER_COUNT 36
                DICTIONARY_COUNT 40
                METADATA_BYTES 44
                HEADER_LENGTH 64
                BLOCK_LENGTH 16
                BLOCK_ARENA 0
                BLOCK_UNITS 4
                BLOCK_OFFSET 8
                NODE_LENGTH 16
                NODE_ROWS 0
                NODE_NULL_COUNT 8
                BUFFER_LENGTH 16
                BUFFER_BLOCK 0
                BUFFER_OFFSET 4
                BUFFER_BYTES 8
                DICTIONARY_LENGTH 32
                DICTIONARY_ID 0
                DICTIONARY_ROWS 8
                DICTIONARY_FIRST_NODE 16
                DICTIONARY_NODES 20
                DICTIONARY_FIRST_BUFFER 24
                DICTIONARY_BUFFERS 28
                VARIADIC_LENGTH 8
                ALIGNMENT 64
                MAX_METADATA_BYTES 65536"""));
    }

    @Test
    void shouldKeepTheDoorbellAndTheNodeControl() {
        assertThat(constants(DoorbellLayout.class)).isEqualTo(numbers("""
                BELL 128
                WAITING_INPUT 256
                WAITING_ROOM 384
                PROGRESS 512
                FILE_LENGTH 4096"""));
        assertThat(constants(NodeControlLayout.class)).isEqualTo(numbers("""
                INCARNATION 128
                GO 136
                DRAINING 144
                STOP 152
                LOG_LEVEL 160
                WALL_MINUS_MONOTONIC 168
                STATE 176
                PID 184
                SINCE 192
                FILE_LENGTH 4096"""));
    }

    @Test
    void shouldKeepThePin() {
        long pin = Pin.identity(255, 0xFF_FFFFL << 6, 0x1_0000_0006L);

        assertThat(Pin.NONE).isZero();
        assertThat(pin).isEqualTo(0xFFFF_FFFF_0000_0007L);
        assertThat(Pin.arena(pin)).isEqualTo(255);
        assertThat(Pin.offset(pin)).isEqualTo(0xFF_FFFFL << 6);
        assertThat(Pin.sequenceBits(pin)).isEqualTo(7);
        assertThat(Pin.identity(0, 128, 0xFFFF_FFFFL)).isEqualTo(0x0000_0002_0000_0000L);
    }

    @Test
    void shouldKeepTheCounters() {
        assertThat(constants(CountersLayout.class)).isEqualTo(numbers("""
                VALUES 256
                VALUE_LENGTH 128
                METADATA_LENGTH 512
                SENT_BYTES 0
                REFUSED 1
                COPIES 2
                FALLBACKS 3
                GROWTHS 4
                BACKPRESSURE_NS 5
                PER_OUTPUT 6"""));
        assertThat(CountersLayout.value(6)).isEqualTo(1_024);
        assertThat(CountersLayout.metadata(6)).isEqualTo(1_024);
        assertThat(CountersLayout.fileLength(6)).isEqualTo(4_096);
    }

    @Test
    void shouldKeepTheLatencies() {
        assertThat(constants(LatencyLayout.class)).isEqualTo(numbers("""
                MAX 128
                BUCKET_0 256
                BUCKETS 312
                FILE_LENGTH 4096"""));
        assertThat(LatencyLayout.bucket(311)).isEqualTo(2_744);
    }

    @Test
    void shouldKeepTheRecordsOfJournals() {
        assertThat(constants(JournalRecordLayout.class)).isEqualTo(numbers("""
                MAGIC 0x524A5742
                VERSION 2
                MAGIC_OFFSET 0
                VERSION_OFFSET 4
                POSITION 8
                SEQUENCE 16
                PUBLISH_TIME 24
                WALL_OFFSET 32
                RUN_ID 40
                RUN_ID_LENGTH 32
                RECORD_LENGTH 72
                MESSAGE_LENGTH 80
                FLAGS 84
                SCHEMA_BYTES 88
                MISSED 92
                SCHEMA_OFFSET 96
                SCHEMA_INDEX 104
                ROWS 112
                CHECKSUM 120
                LENGTH 128
                ALIGNMENT 64"""));
    }

    @Test
    void shouldKeepTheWordsThatOutliveRuns() {
        assertThat(constants(KeptWordLayout.class)).isEqualTo(numbers("""
                MAGIC 0x44524F5754535742
                VERSION 1
                MAGIC_OFFSET 0
                VERSION_OFFSET 8
                CHECKSUM 56
                WORD 64
                FILE_LENGTH 128"""));
    }
}
