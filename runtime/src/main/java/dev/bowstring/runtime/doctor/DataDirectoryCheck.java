package dev.bowstring.runtime.doctor;

import dev.bowstring.runtime.supervisor.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where logs, crash reports and caches go. */
record DataDirectoryCheck(Path data) implements Check {
    private static final String ABOUT = "data directory";
    private static final String ELSEWHERE = "name another one with --data-dir or $BOWSTRING_DATA";
    private static final long FEW_BYTES = 1L << 30;

    @Override
    public List<Finding> look() {
        Optional<String> trouble = DataDirectory.trouble(data);
        if (trouble.isPresent()) {
            return List.of(Finding.problem(ABOUT, trouble.get(), ELSEWHERE));
        }
        Path there = data.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return List.of(Finding.problem(ABOUT, there + " cannot be written by this user", ELSEWHERE));
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            String room = data + (there.equals(data) ? "" : " (not there yet)") + ": " + Sizes.text(free) + " are free";
            return List.of(
                    free >= FEW_BYTES
                            ? Finding.ok(ABOUT, room)
                            : Finding.warning(
                                    ABOUT,
                                    room + "; the log of a node may have 256 MiB",
                                    "make room, or " + ELSEWHERE));
        } catch (IOException unknown) {
            return List.of(Finding.problem(ABOUT, there + " cannot be looked at: " + unknown, ELSEWHERE));
        }
    }
}
