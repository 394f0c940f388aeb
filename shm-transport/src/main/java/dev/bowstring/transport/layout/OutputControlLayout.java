package dev.bowstring.transport.layout;

/**
 * What the supervisor tells a publisher and its readers about an output: who reads, the arena files, and where each life
 * of the publisher begins. Written by the supervisor alone.
 *
 * <pre>
 *   0        128          136           144         152                 256
 *   | header | GENERATION | ARENA_COUNT | ARENA_MAX | RESTARTS | unused | ARENA_SIZE 0 .. 255 |
 *
 *   2304                 2816
 *   | restart 1 % 32 ... | reader 0 | reader 1 | ...
 *
 *   restart: 0    8           16
 *            | AT | TIME (ns) |
 *
 *   reader:  0      8      16           24     32            40     48       64               256
 *            | MODE | OPEN | QUEUE_SIZE | PINS | NAME_LENGTH | FIRM | unused | NAME (UTF-8)   |
 * </pre>
 *
 * GENERATION grows by one (atomically) after MODE has changed; the publisher caches what it computed from modes and
 * cursors until GENERATION differs. OPEN is 1 (release) while a node may read there, stored after the mode and the reader's
 * first position. FIRM is 1 for a reader that is declared BLOCKING and never demoted while its process lives, stored before
 * any node starts: it may pin without a fence. ARENA_COUNT is stored (release) after the file and its size are there. NAME is {@code node/input}, also
 * while that node is not attached; empty for a spare reader.
 *
 * <p>RESTARTS (volatile; readers acquire it after TAIL) says how often another process has taken over from the publisher,
 * stored once the one before is proved dead and before the next can publish. AT of each is the sequence it begins with,
 * TIME the monotonic clock of that moment; the last {@value #RESTARTS_KEPT} are kept, the next overwrites the oldest.
 */
public final class OutputControlLayout {
    public static final int GENERATION = 128;
    public static final int ARENA_COUNT = 136;
    public static final int ARENA_MAX = 144;
    public static final int RESTARTS = 152;
    public static final int ARENA_SIZES = 256;
    public static final int MAX_ARENAS = 256;
    public static final int RESTART_LIST = 2304;
    public static final int RESTARTS_KEPT = 32;
    public static final int RESTART_LENGTH = 16;
    public static final int RESTART_AT = 0;
    public static final int RESTART_TIME = 8;
    public static final int READERS = 2816;
    public static final int READER_LENGTH = 256;

    public static final int READER_MODE = 0;
    public static final int READER_OPEN = 8;
    public static final int READER_QUEUE_SIZE = 16;
    public static final int READER_PINS = 24;
    public static final int READER_NAME_LENGTH = 32;
    public static final int READER_FIRM = 40;
    public static final int READER_NAME = 64;
    public static final int READER_NAME_MAX = 192;

    /** MODE: nobody reads here; it neither gates nor keeps messages. */
    public static final long FREE = 0;
    /** MODE: the publisher never waits for this reader; it skips what it is too slow for. */
    public static final long LOSSY = 1;
    /** MODE: the publisher waits for this reader; nothing is skipped. */
    public static final long BLOCKING = 2;
    /** MODE: the reader gets its messages from the output's journal; to the publisher it is like FREE, for good. */
    public static final long JOURNAL = 3;

    private OutputControlLayout() {}

    /** The offset of the size of an arena file. */
    public static int arenaSize(int arena) {
        return ARENA_SIZES + arena * Long.BYTES;
    }

    /** The offset of what is said about a restart; the first is 1. */
    public static int restart(long number) {
        return RESTART_LIST + (int) ((number - 1) & (RESTARTS_KEPT - 1)) * RESTART_LENGTH;
    }

    /** The offset of what is said about a reader. */
    public static int reader(int index) {
        return READERS + index * READER_LENGTH;
    }

    /** The size of the file in bytes. */
    public static long fileLength(int readers) {
        return READERS + (long) readers * READER_LENGTH;
    }
}
