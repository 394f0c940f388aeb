package dev.bowstring.transport.arena;

import dev.bowstring.transport.layout.HeaderLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The files of one arena, by index and by address. */
final class ArenaFiles {
    private final @Nullable ArenaFile[] byIndex = new ArenaFile[Arena.MAX_FILES];
    private ArenaFile[] byAddress = {};

    void add(ArenaFile file) {
        byIndex[file.index()] = file;
        byAddress = Arrays.copyOf(byAddress, byAddress.length + 1);
        byAddress[byAddress.length - 1] = file;
        Arrays.sort(byAddress, (a, b) -> Long.compare(a.address(), b.address()));
    }

    void requireAddable(int index, long address, long size, int capacity) {
        require(index >= 0 && index < Arena.MAX_FILES, "arena file out of range: index=", index);
        require(byIndex[index] == null, "arena file known already: index=", index);
        boolean sizeFits = size >= HeaderLayout.LENGTH + Arena.ALIGNMENT && size <= Arena.MAX_FILE_BYTES;
        require(sizeFits, "arena file out of range: size=", size);
        require(capacity >= size, "arena file shorter than its size: capacity=", capacity);
        require(address % Arena.ALIGNMENT == 0, "arena file not aligned: address=", address);
        for (ArenaFile other : byAddress) {
            boolean apart = address >= other.address() + other.size() || address + size <= other.address();
            require(apart, "arena file overlaps another one: address=", address);
        }
    }

    /** The file that an extent or a block names. */
    ArenaFile known(int index) {
        ArenaFile file = find(index);
        if (file == null) {
            throw new IllegalStateException("arena file unknown: index=" + index);
        }
        return file;
    }

    @Nullable ArenaFile find(int index) {
        return index >= 0 && index < byIndex.length ? byIndex[index] : null;
    }

    @Nullable ArenaFile containing(long address) {
        int low = 0;
        int high = byAddress.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            ArenaFile file = byAddress[middle];
            if (file.contains(address)) {
                return file;
            }
            if (file.address() < address) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** The file of the lowest index that has enough fresh memory. */
    @Nullable ArenaFile withFresh(int units) {
        for (ArenaFile file : byIndex) {
            if (file != null && file.extents().hasFresh(units)) {
                return file;
            }
        }
        return null;
    }

    private static void require(boolean holds, String otherwise, long value) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise + value);
        }
    }
}
