package dev.bowstring.runtime.descriptor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Collects what is wrong with one file: everything at once, in the order of the file, nothing twice, with a limit. */
final class Problems {
    static final int LIMIT = 200;

    private final Path file;
    private final NavigableSet<Problem> found = new TreeSet<>();

    Problems(Path file) {
        this.file = file;
    }

    void add(SourcePosition at, String message, String suggestion) {
        if (!isFull()) {
            found.add(new Problem(file, at.line(), at.column(), message, suggestion));
        }
    }

    void add(SourcePosition at, String message) {
        add(at, message, "");
    }

    /** The file is sound so far as it uses something that a later version will have. */
    void addNotSupportedYet(SourcePosition at, String what, String suggestion) {
        add(at, what + " is not supported yet", suggestion);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Nothing more is kept: no need to look for more. */
    boolean isFull() {
        return found.size() >= LIMIT;
    }

    List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(found);
        if (isFull()) {
            Problem last = found.last();
            sorted.add(new Problem(file, last.line(), last.column(), "there are more problems than are shown", ""));
        }
        return sorted;
    }
}
