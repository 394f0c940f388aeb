package dev.bowstring.transport.arena;

import org.agrona.concurrent.AtomicBuffer;

/** One file of an arena as this process sees it. No record: equality of buffers would compare what they contain. */
final class ArenaFile {
    private final int index;
    private final AtomicBuffer buffer;
    private final long address;
    private final long size;
    private final Extents extents;

    ArenaFile(int index, AtomicBuffer buffer, long address, long size, Extents extents) {
        this.index = index;
        this.buffer = buffer;
        this.address = address;
        this.size = size;
        this.extents = extents;
    }

    int index() {
        return index;
    }

    AtomicBuffer buffer() {
        return buffer;
    }

    long address() {
        return address;
    }

    long size() {
        return size;
    }

    Extents extents() {
        return extents;
    }

    boolean contains(long anAddress) {
        return anAddress >= address && anAddress - address < size;
    }
}
