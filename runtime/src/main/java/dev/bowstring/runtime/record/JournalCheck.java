package dev.bowstring.runtime.record;

import dev.bowstring.transport.journal.JournalDirectory;
import dev.bowstring.transport.journal.JournalPoll;
import dev.bowstring.transport.journal.JournalReader;
import dev.bowstring.transport.journal.JournalRecord;
import dev.bowstring.transport.journal.MessageFacts;
import dev.bowstring.transport.layout.JournalRecordLayout;
import dev.bowstring.transport.message.CorruptMessageException;
import dev.bowstring.transport.message.MessageReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a journal from its beginning to its end and finds what is missing or damaged. One thread. */
final class JournalCheck {
    private static final int MOST_TOLD = 20;

    private final MessageReader message = new MessageReader();
    private final List<String> problems = new ArrayList<>();
    private long messages;
    private long bytes;
    private long rows;
    private long missed;
    private long lost;
    private long damaged;
    private long firstPosition;
    private long nextPosition = -1;
    private MessageFacts first = new MessageFacts("", 0, 0, 0, 0);
    private MessageFacts last = first;

    private JournalCheck() {}

    /** Looks at every record. */
    static JournalCheck of(JournalDirectory journal) {
        JournalCheck check = new JournalCheck();
        check.lookForFiles(journal.queueFiles());
        try (JournalReader reader = JournalReader.open(journal)) {
            reader.thorough();
            JournalRecord record = new JournalRecord();
            JournalPoll poll = reader.poll(record);
            while (poll != JournalPoll.NOTHING) {
                if (poll == JournalPoll.TAKEN) {
                    check.take(record);
                    record.pin().release();
                } else {
                    check.damage(reader.problem());
                }
                poll = reader.poll(record);
            }
        }
        return check;
    }

    /** A recorder makes a file before the first message, and none of no length. */
    private void lookForFiles(List<Path> files) {
        if (files.isEmpty()) {
            damage("there is no file of messages: all were deleted");
        }
        for (Path file : files) {
            if (file.toFile().length() == 0) {
                damage("the file " + file + " is empty");
            }
        }
    }

    private void take(JournalRecord record) {
        if (nextPosition >= 0 && record.position() != nextPosition) {
            problem((record.position() - nextPosition) + " records are missing before position " + record.position());
            damaged++;
        }
        nextPosition = record.position() + 1;
        MessageFacts facts = record.facts();
        if (messages == 0) {
            first = facts;
            firstPosition = record.position();
        } else if (facts.runId().equals(last.runId())) {
            lookForGap(facts, last.sequence() + 1 + record.missed());
        }
        missed += record.missed();
        last = facts;
        messages++;
        rows += record.rows();
        bytes += record.bytes().capacity();
        parse(record);
    }

    private void lookForGap(MessageFacts facts, long expected) {
        long gap = facts.sequence() - expected;
        if (gap > 0) {
            problem(gap + " messages of run " + facts.runId() + " are missing before sequence " + facts.sequence()
                    + ", and nobody counted them");
        } else if (gap < 0) {
            problem("sequence " + facts.sequence() + " of run " + facts.runId() + " comes where " + expected
                    + " should");
        }
        lost += Math.abs(gap);
    }

    private void parse(JournalRecord record) {
        try {
            message.read(
                    record.bytes(),
                    JournalRecordLayout.LENGTH,
                    arena -> arena == 0 ? record.bytes().capacity() : 0);
        } catch (CorruptMessageException nonsense) {
            damage("record " + record.position() + ": " + nonsense.getMessage());
        }
    }

    private void damage(String what) {
        damaged++;
        problem(what);
    }

    private void problem(String what) {
        if (problems.size() < MOST_TOLD) {
            problems.add(what);
        }
    }

    /** What is wrong, in words; the first twenty. */
    List<String> problems() {
        return problems;
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    long rows() {
        return rows;
    }

    /** Messages that were published and are not there, as the recorder knew. */
    long missed() {
        return missed;
    }

    /** Messages that are not where they should be, as nobody has said. */
    long lost() {
        return lost;
    }

    /** Records that cannot be read. */
    long damaged() {
        return damaged;
    }

    /** The number of its first record; those of the others follow. */
    long firstPosition() {
        return firstPosition;
    }

    /** The number of its last record. */
    long lastPosition() {
        return nextPosition - 1;
    }

    MessageFacts first() {
        return first;
    }

    MessageFacts last() {
        return last;
    }
}
