package dev.bowstring.transport.journal;

import dev.bowstring.transport.layout.JournalRecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Where a journal ends.
 *
 * @param last its last record that can be read
 * @param cycle that of its newest file; -1 when it has none
 * @param records how many that file has
 * @param continues whether that file can be appended to: one that was cut is left as it is
 */
record JournalEnd(Optional<JournalRecord> last, int cycle, long records, boolean continues) {

    /**
     * Looks, before the queue is mapped for writing, which makes a file that was cut as long as it was: what is missing
     * reads as zeros then. So the header of a record that was cut through is cleared first, or it would look whole. Nobody
     * else appends meanwhile.
     */
    static JournalEnd find(JournalDirectory journal) throws IOException {
        List<Path> files = journal.queueFiles();
        if (files.isEmpty()) {
            return new JournalEnd(Optional.empty(), -1, 0, false);
        }
        Path newest = files.get(files.size() - 1);
        int cycle = JournalDirectory.cycleOf(newest);
        try (JournalReader reader = JournalReader.open(journal)) {
            boolean cut = reader.index().isCut(cycle);
            long records = reader.index().count(cycle);
            if (cut && reader.cutThrough().isPresent()) {
                clear(newest, reader.cutThrough().getAsLong());
            }
            return new JournalEnd(reader.last(), cycle, records, !cut);
        }
    }

    private static void clear(Path file, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int bytes = (int) Math.max(0, Math.min(JournalRecordLayout.LENGTH, channel.size() - offset));
            channel.write(ByteBuffer.allocate(bytes), offset);
        }
    }
}
