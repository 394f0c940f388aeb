package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Metadata;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.log.Poll;
import java.nio.file.Path;
import java.util.Random;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a reader reads of a message block that it has read before. */
@Timeout(60)
class DescriptionsTest {
    @TempDir
    Path directory;

    /** Rows, lengths and metadata change, also back to what they were, while the same few sets are used in turn. */
    @Test
    void shouldReadADescriptionAgainWheneverItHasChanged() {
        Random random = new Random(42);
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            int rows = 1;
            int again = 0;
            for (int round = 0; round < 2000; round++) {
                rows = random.nextInt(40) == 0 ? random.nextInt(30) : rows;
                Metadata metadata = random.nextInt(60) == 0 ? Metadata.of("round", round) : Metadata.EMPTY;
                ArrowBatch batch = edge.output.batch(MixedBatch.SCHEMA, false);
                MixedBatch.fill(batch.root(), rows, rows);
                edge.sent(edge.output.prepare(batch, metadata));
                MixedBatch.assertReceived(edge, rows, rows, metadata);
                again += edge.taken.describedSince() < edge.taken.sequence() ? 1 : 0;
            }
            assertThat(again).as("described like an earlier one").isBetween(200, 1500);
        }
    }

    /** It lies in a line that only the publisher's processor has: to fetch it is half of what a small message costs. */
    @Test
    void shouldNotReadADescriptionThatIsKnown() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            int known = 0;
            for (int round = 0; round < 200; round++) {
                edge.turn(round);
                assertThat(edge.inputLog.poll(edge.taken)).isEqualTo(Poll.TAKEN);
                boolean again = edge.taken.sequence() - edge.taken.describedSince() > 100;
                int block = (int) edge.taken.offset() + MessageBlockLayout.BLOCK_COUNT;
                int count = edge.writableArena().getInt(block);
                if (again) {
                    edge.writableArena().putInt(block, -1);
                    known++;
                }
                try (Received received = edge.input.receive(edge.taken)) {
                    edge.inputLog.received();
                    assertThat(((BigIntVector) received.root().getVector(0)).get(0))
                            .isEqualTo(round);
                }
                edge.writableArena().putInt(block, count);
            }
            assertThat(known).isGreaterThan(20);
        }
    }
}
