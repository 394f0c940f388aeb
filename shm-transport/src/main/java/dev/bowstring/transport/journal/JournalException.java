package dev.bowstring.transport.journal;

import java.nio.file.Path;

/** A journal cannot be used; the message names the place and the cure. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalException(Path journal, String problem, String cure) {
        super(journal + " " + problem + "; " + cure);
    }

    JournalException(Path journal, String problem, String cure, Throwable cause) {
        super(journal + " " + problem + "; " + cure, cause);
    }
}
