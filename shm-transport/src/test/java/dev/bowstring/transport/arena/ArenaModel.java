package dev.bowstring.transport.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The obviously right arena: per file one owner id per unit of 64 bytes, 0 where nobody is. */
final class ArenaModel {
    static final int FIRST = 2;

    /** A stretch of units. */
    record Run(int file, int start, int length) {}

    /** Counts and place of a live block. */
    static final class Owned {
        final Run at;
        int count = 1;

        Owned(Run at) {
            this.at = at;
        }
    }

    final List<int[]> files = new ArrayList<>();
    final List<Integer> highWater = new ArrayList<>();
    final Map<Integer, Owned> live = new TreeMap<>();
    private int lastId;

    ArenaModel() {}

    /** A copy, to be changed independently. */
    ArenaModel(ArenaModel other) {
        other.files.forEach(file -> files.add(file.clone()));
        highWater.addAll(other.highWater);
        other.live.forEach((id, owned) -> {
            Owned copy = new Owned(owned.at);
            copy.count = owned.count;
            live.put(id, copy);
        });
        lastId = other.lastId;
    }

    void addFile(int units) {
        files.add(new int[units]);
        highWater.add(FIRST);
    }

    /** Takes units that must be free. */
    int take(Run at) {
        lastId++;
        int[] owners = files.get(at.file);
        for (int unit = at.start; unit < at.start + at.length; unit++) {
            if (owners[unit] != 0) {
                throw new AssertionError("overlap: at=" + at + ", unit=" + unit + ", owner=" + owners[unit]);
            }
            owners[unit] = lastId;
        }
        highWater.set(at.file, Math.max(highWater.get(at.file), at.start + at.length));
        live.put(lastId, new Owned(at));
        return lastId;
    }

    void drop(int id) {
        Owned owned = live.get(id);
        if (--owned.count == 0) {
            live.remove(id);
            int[] owners = files.get(owned.at.file);
            for (int unit = owned.at.start; unit < owned.at.start + owned.at.length; unit++) {
                owners[unit] = 0;
            }
        }
    }

    /** The free stretches below the high-water mark, each as long as can be. */
    List<Run> freeRuns(int file) {
        List<Run> runs = new ArrayList<>();
        int[] owners = files.get(file);
        int end = highWater.get(file);
        int start = -1;
        for (int unit = FIRST; unit <= end; unit++) {
            boolean isFree = unit < end && owners[unit] == 0;
            if (isFree && start < 0) {
                start = unit;
            } else if (!isFree && start >= 0) {
                runs.add(new Run(file, start, unit - start));
                start = -1;
            }
        }
        return runs;
    }

    /** The length of the shortest free stretch that is long enough, 0 when there is none. */
    int bestFit(int units) {
        int best = 0;
        for (int file = 0; file < files.size(); file++) {
            for (Run run : freeRuns(file)) {
                if (run.length >= units && (best == 0 || run.length < best)) {
                    best = run.length;
                }
            }
        }
        return best;
    }

    /** Where fresh memory must come from, or null. */
    Run freshFor(int units) {
        for (int file = 0; file < files.size(); file++) {
            int mark = highWater.get(file);
            int start = mark;
            while (start > FIRST && files.get(file)[start - 1] == 0) {
                start--;
            }
            if (mark - start >= units) {
                start = mark;
            }
            if (mark < files.get(file).length && files.get(file).length - start >= units) {
                return new Run(file, start, units);
            }
        }
        return null;
    }

    boolean isFree(Run run) {
        for (int unit = run.start; unit < run.start + run.length; unit++) {
            if (files.get(run.file)[unit] != 0) {
                return false;
            }
        }
        return true;
    }

    int ownerAt(int file, int unit) {
        return files.get(file)[unit];
    }

    long usedUnits() {
        return live.values().stream().mapToLong(owned -> owned.at.length).sum();
    }

    long touchedUnits() {
        return highWater.stream().mapToLong(mark -> mark - FIRST).sum();
    }

    long sizeUnits() {
        return files.stream().mapToLong(owners -> owners.length - FIRST).sum();
    }
}
