package dev.bowstring.runtime.doctor;

import dev.bowstring.runtime.supervisor.RunDirectories;
import dev.bowstring.runtime.supervisor.RunException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where messages lie. */
record SharedMemoryCheck(Path shm) implements Check {
    private static final String ABOUT = "shared memory";
    private static final String ELSEWHERE = "name another directory with --shm-dir or $BOWSTRING_SHM";
    private static final long FEW_BYTES = 256L << 20;

    @Override
    public List<Finding> look() {
        if (!Files.isDirectory(shm)) {
            return List.of(Finding.problem(ABOUT, shm + " is no directory", ELSEWHERE));
        }
        if (!Files.isWritable(shm)) {
            return List.of(Finding.problem(ABOUT, shm + " cannot be written by this user", ELSEWHERE));
        }
        List<Finding> findings = new ArrayList<>();
        try {
            FileStore store = Files.getFileStore(shm);
            findings.add(room(store));
            if (!List.of("tmpfs", "ramfs", "hugetlbfs").contains(store.type())) {
                findings.add(Finding.warning(
                        ABOUT,
                        shm + " is a file system of type " + store.type() + ": messages go to a disk sooner or later",
                        "name a tmpfs with --shm-dir or $BOWSTRING_SHM"));
            }
            var unused = new RunDirectories(shm).all();
        } catch (IOException unknown) {
            findings.add(Finding.problem(ABOUT, shm + " cannot be looked at: " + unknown, ELSEWHERE));
        } catch (RunException planted) {
            findings.add(Finding.problem(ABOUT, String.valueOf(planted.getMessage()), ELSEWHERE));
        }
        return findings;
    }

    private Finding room(FileStore store) throws IOException {
        String room = shm + " has " + Sizes.text(store.getTotalSpace()) + ", " + Sizes.text(store.getUsableSpace())
                + " are free";
        return store.getUsableSpace() >= FEW_BYTES
                ? Finding.ok(ABOUT, room)
                : Finding.warning(
                        ABOUT,
                        room + "; an output takes 8 MiB at first, and may grow to 256 MiB",
                        "make it larger (`mount -o remount,size=2g " + shm + "`; in Docker `--shm-size=2g`), or make"
                                + " `arena` and `arena_max` of outputs smaller");
    }
}
