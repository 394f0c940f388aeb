package dev.bowstring.benchmarks.link;

import dev.bowstring.benchmarks.cell.Cpu;
import dev.bowstring.benchmarks.cell.Ease;
import dev.bowstring.benchmarks.cell.PingLoop;
import dev.bowstring.benchmarks.cell.Schedule;
import dev.bowstring.benchmarks.cell.Seen;
import dev.bowstring.benchmarks.cell.Words;
import dev.bowstring.benchmarks.cell.Work;
import java.nio.file.Path;

/** Plays one role of a cell over a link. */
public final class LinkRoles {
    private final Work work;
    private final Link link;
    private final Words words;

    private LinkRoles(Work work, Link link) {
        this.work = work;
        this.link = link;
        this.words = new Words(work);
    }

    /** How an end is opened. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens it.
         *
         * @param first whether this end sends first; it is opened once the other one is there
         */
        Link open(Work work, boolean first);
    }

    /** Arguments: the role ({@code ping}, {@code pong}, {@code source}, {@code sink}), the cell, a directory. */
    public static void play(String[] arguments, Opener opener) {
        String role = arguments[0];
        Work work = new Work(arguments[1], Path.of(arguments[2]));
        boolean first = role.equals("ping") || role.equals("source");
        if (first) {
            work.awaitReady();
        }
        try (Link link = opener.open(work, first)) {
            if (!first) {
                work.ready();
            }
            Cpu.bind((int) work.number("cpu")); // not what opening has started
            new LinkRoles(work, link).play(role);
        }
    }

    private void play(String role) {
        switch (role) {
            case "ping" -> ping();
            case "pong" -> pong();
            case "source" -> new Schedule(work, value -> link.send(words, value), link::flush).run();
            case "sink" -> sink();
            default -> throw new IllegalArgumentException("no such role: " + role);
        }
    }

    private void ping() {
        PingLoop loop = new PingLoop(work);
        do {
            link.send(words, loop.begin());
            link.receive(words);
        } while (loop.answered());
        link.send(words, Work.THE_END);
        loop.write();
    }

    private void pong() {
        for (long value = link.receive(words); value != Work.THE_END; value = link.receive(words)) {
            link.send(words, Ease.answer(value));
            Ease.rest(value);
        }
    }

    private void sink() {
        Seen seen = new Seen(work, "sink");
        while (seen.message(link.receive(words))) {
            // Counted by seen.
        }
        seen.write();
    }
}
