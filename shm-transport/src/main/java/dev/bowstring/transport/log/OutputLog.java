package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.segment.Fence;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The publisher's end of an output log.
 *
 * <p>Every method may be called from any thread: one lock, uncontended in the usual program, serialises them; nobody waits
 * for a reader while holding it. Opening recovers what an earlier life of the node left there.
 */
public final class OutputLog implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final OutputFiles files;
    private final Arena arena;
    private final ReaderTable readers;
    private final Publisher publisher;
    private final Memory memory;
    private final SchemaWriter schemas;
    private final Growing growing;
    private final Headroom headroom;
    private final RoomWaits waits;
    private final Fence fence;
    private final Runnable roomMade;

    /** As {@link #OutputLog(OutputFiles, ArenaGrowth, Machine, Runnable)}, where no thread sleeps for room. */
    public OutputLog(OutputFiles files, ArenaGrowth growth, Machine machine) {
        this(files, growth, machine, () -> {});
    }

    /**
     * Takes over the files and recovers.
     *
     * @param files the output's files, closed with this log
     * @param roomMade wakes the threads of this node that sleep for room, if there are any; called from any thread after
     *     memory was given back, so it may touch nothing that is ever unmapped
     * @throws CorruptLogException if the files are damaged; they stay the caller's
     */
    public OutputLog(OutputFiles files, ArenaGrowth growth, Machine machine, Runnable roomMade) {
        this.files = files;
        this.roomMade = roomMade;
        this.fence = machine.fence();
        this.arena = files.newArena();
        this.readers = files.readerTable();
        Recovered recovered =
                new Recovery(files.ring(), files.slots(), readers, arena, new BlockLists(files.arenas())).run();
        this.publisher = new Publisher(files.ring(), files.slots(), recovered, readers, arena, machine);
        this.memory = new Memory(arena, publisher);
        this.schemas = new SchemaWriter(files.schemas());
        this.headroom = new Headroom(readers, files.control().arenaMax(), this::warn);
        this.growing = new Growing(lock, files, arena, growth, machine.clock());
        this.waits = new RoomWaits(files.ring(), machine.clock());
    }

    private void warn(String what) {
        System.getLogger(OutputLog.class.getName()).log(System.Logger.Level.WARNING, files.name() + ": " + what);
    }

    /** Names memory to take back before readers lose messages. Once, before the first message. */
    public void idleMemory(IdleMemory idle) {
        lock.lock();
        try {
            memory.idle(idle);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Room for a block, with one count that is the caller's to {@link #giveBack}; null if there is none now.
     *
     * <p>Never waits for a reader; waits up to a second for a further arena file, unless somebody else does so already.
     */
    public @Nullable Block reserve(long bytes) {
        lock.lock();
        try {
            Block block = find(bytes);
            while (block == null && growing.mayAsk(bytes)) { // each turn adds a file or begins a pause. L8
                growing.ask(bytes);
                block = find(bytes);
            }
            return block != null ? block : memory.evict(bytes);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #reserve}, of memory that is free as it stands: no reader, no burst and no pool gives anything back for it. */
    public @Nullable Block reserveFree(long bytes) {
        lock.lock();
        try {
            return memory.free(bytes);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Block find(long bytes) {
        Block block = memory.find(bytes);
        return block == null && growing.takeAnnounced() ? memory.find(bytes) : block;
    }

    /**
     * As {@link #reserve}, for a caller who must not wait for a file: null also where one should be asked for first, then
     * {@link #grow} does that.
     */
    public @Nullable Block reserveAtOnce(long bytes) {
        lock.lock();
        try {
            Block block = find(bytes);
            return block != null || growing.mayAsk(bytes) ? block : memory.evict(bytes);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks for a further arena file and waits for it, at most a second, if that is the next way to find so much memory.
     *
     * @return false if it is not: nothing was asked
     */
    public boolean grow(long bytes) {
        lock.lock();
        try {
            publisher.commit(); // somebody may have sent meanwhile, and this one will wait
            boolean may = growing.mayAsk(bytes);
            if (may) {
                growing.ask(bytes);
            }
            return may;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether so much memory will never be free, however long one waits: it is more than {@code arena_max}, less what the
     * caller itself holds. To be asked once {@link #reserve} has found nothing.
     */
    public boolean neverFits(long bytes) {
        lock.lock();
        try {
            arena.drainGivenBack();
            boolean inVain = publisher.holdsNothing() // no reader has anything to give back
                    && !growing.mayCome(bytes)
                    && !arena.rehearse(bytes).fits();
            return inVain || bytes + HeaderLayout.LENGTH > files.control().arenaMax();
        } finally {
            lock.unlock();
        }
    }

    /** Gives back one count of a block. Lock-free but for waking who sleeps, any thread. */
    public void giveBack(Block block) {
        arena.giveBack(
                block); // an atomic addition, which is a fence for what follows; pairs with the one of the sleeper
        roomMade.run();
    }

    /** Memory that somebody had in use is idle now: wakes who sleeps for room. */
    public void madeRoom() {
        fence.full();
        roomMade.run();
    }

    /** The live block in which an address of this process lies; null if it is not in this output's arena. */
    public @Nullable Block blockContaining(long address) {
        lock.lock();
        try {
            return arena.blockContaining(address);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The index of an encapsulated Arrow IPC schema message, appended if it is new.
     *
     * @throws LimitException if it is too large, or too many were used
     */
    public int schemaId(byte[] schema) {
        lock.lock();
        try {
            return schemas.id(schema);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Commits a message, during a {@link #burst} together with others; or says why not, then nothing has happened and the
     * payload is still the caller's.
     */
    public Room publish(Payload message) {
        lock.lock();
        try {
            headroom.look(message.bytes());
            return waits.any() ? publishBesideOneThatWaits(message) : publisher.publish(message);
        } finally {
            lock.unlock();
        }
    }

    /** At once, whatever the burst: the one that waits may wait for the readers of this one. */
    private Room publishBesideOneThatWaits(Payload message) {
        Room room = publisher.room();
        if (room == Room.ROOM) {
            waits.committing();
            room = publisher.publish(message);
        }
        publisher.commit();
        return room;
    }

    /**
     * From here on messages are committed together: as soon as there are so many, with {@link #commit}, when one finds no
     * room or no memory or waits for it, and with the next call of this. At most half as many as the shortest queue holds;
     * queues of one of LOSSY readers do not count. Readers, and the next life of this output, know nothing of a message
     * before. 1 is how it begins: each by itself.
     */
    public void burst(int messages) {
        lock.lock();
        try {
            publisher.burst(messages);
        } finally {
            lock.unlock();
        }
    }

    /** Commits what a {@link #burst} has gathered. */
    public void commit() {
        lock.lock();
        try {
            publisher.commit();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a message could be committed now: what {@link #publish} would say. */
    public Room room() {
        lock.lock();
        try {
            return publisher.room();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the queues have room for several messages, of which the first to be committed looks at the readers, and the
     * others do not. To be asked for a moment after {@link Room#QUEUE_FULL}; one message may have room long before.
     */
    public boolean isRoomy() {
        lock.lock();
        try {
            return publisher.roomy();
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody reads here for whom the publisher waits. */
    public boolean blocking() {
        lock.lock();
        try {
            return readers.anyBlocking();
        } finally {
            lock.unlock();
        }
    }

    /** A message begins to wait for room, and all before it are committed; {@link #endWait} follows in any case. */
    public void beginWait() {
        lock.lock();
        try {
            publisher.commit();
            waits.begin();
        } finally {
            lock.unlock();
        }
    }

    /** A message waits no more. */
    public void endWait() {
        lock.lock();
        try {
            waits.end();
        } finally {
            lock.unlock();
        }
    }

    /** Says, during a wait, that it has been for a reader's queue for a while; the supervisor tells the user. */
    public void waitsForQueue() {
        lock.lock();
        try {
            waits.say(new Waiting(Waiting.Kind.QUEUE, readers.slowest(), 0));
        } finally {
            lock.unlock();
        }
    }

    /** Says, during a wait, that it has been for so much memory for a while; the supervisor tells the user. */
    public void waitsForMemory(long bytes) {
        lock.lock();
        try {
            waits.say(new Waiting(Waiting.Kind.MEMORY, readers.holder(publisher.tail()), bytes));
        } finally {
            lock.unlock();
        }
    }

    /** Commits, and ends the output behind its last message; it stays closed for the run. */
    public void end() {
        lock.lock();
        try {
            publisher.close();
        } finally {
            lock.unlock();
        }
    }

    /** How many messages were committed. */
    public long tail() {
        lock.lock();
        try {
            return publisher.tail();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the arena that live blocks take. */
    public long used() {
        lock.lock();
        try {
            arena.drainGivenBack();
            return arena.used();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of what no reader can reach any more, at once instead of with a later message. */
    public void reclaim() {
        lock.lock();
        try {
            publisher.reclaim();
            arena.drainGivenBack();
        } finally {
            lock.unlock();
        }
    }

    /** Unmaps all files: only when no buffer lies in the arena any more. Does not end the output. */
    @Override
    public void close() {
        files.close();
    }
}
