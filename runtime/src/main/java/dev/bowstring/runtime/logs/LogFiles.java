package dev.bowstring.runtime.logs;

import java.nio.file.Path;

/**
 * The names of the files of one node's log: {@code <node>.jsonl} is written, {@code <node>.1.jsonl} was full last,
 * {@code <node>.2.jsonl} before that. No id of a node has a dot.
 *
 * @param directory the {@code logs} directory of a run
 */
record LogFiles(Path directory, String node) {
    static final String SUFFIX = ".jsonl";

    Path current() {
        return directory.resolve(node + SUFFIX);
    }

    /** @param age 1 for the newest */
    Path rotated(int age) {
        return directory.resolve(node + "." + age + SUFFIX);
    }
}
