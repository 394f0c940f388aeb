package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.record.JournalPrograms;

/** The programs that work with journals; the runtime starts them, with the libraries of journals on their class path. */
public final class JournalMain {
    private JournalMain() {}

    public static void main(String[] args) {
        System.exit(JournalPrograms.run(StopSignals::new, args));
    }
}
