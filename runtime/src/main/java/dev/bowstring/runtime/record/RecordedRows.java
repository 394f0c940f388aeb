package dev.bowstring.runtime.record;

import dev.bowstring.node.arrow.ArrowJournal;
import dev.bowstring.node.arrow.NodeMemory;
import dev.bowstring.node.arrow.Received;
import dev.bowstring.transport.journal.JournalDirectory;
import dev.bowstring.transport.journal.JournalPoll;
import dev.bowstring.transport.journal.JournalReader;
import dev.bowstring.transport.journal.JournalRecord;
import dev.bowstring.transport.message.CorruptMessageException;
import java.io.IOException;

/** Hands the messages of a journal on, one after the other, as Arrow over its mapped file. One thread. */
final class RecordedRows {
    private final JournalDirectory journal;
    private final NodeMemory memory;

    /** What is done with a message; its rows are valid until this returns. */
    interface Visitor {
        void visit(JournalRecord record, Received rows) throws IOException;
    }

    RecordedRows(JournalDirectory journal, NodeMemory memory) {
        this.journal = journal;
        this.memory = memory;
    }

    /** Visits every message that can be read; damaged records are told and left out. */
    void forEach(Visitor visitor) throws IOException {
        try (JournalReader reader = JournalReader.open(journal)) {
            reader.thorough();
            ArrowJournal arrow =
                    new ArrowJournal(reader::schema, memory, journal.path().toString(), 1);
            JournalRecord record = new JournalRecord();
            JournalPoll poll = reader.poll(record);
            while (poll != JournalPoll.NOTHING) {
                if (poll == JournalPoll.TAKEN) {
                    visit(arrow, record, visitor);
                } else {
                    System.err.println(journal.path() + ": left out: " + reader.problem());
                }
                poll = reader.poll(record);
            }
            var unused = arrow.close();
        }
    }

    private void visit(ArrowJournal arrow, JournalRecord record, Visitor visitor) throws IOException {
        Received received;
        try {
            received = arrow.receive(record);
        } catch (CorruptMessageException nonsense) {
            System.err.println(
                    journal.path() + ": left out: record " + record.position() + ": " + nonsense.getMessage());
            return;
        }
        try (received) {
            visitor.visit(record, received);
        }
    }
}
