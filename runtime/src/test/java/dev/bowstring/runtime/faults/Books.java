package dev.bowstring.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.log.OutputControl;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of one output, read from outside and disturbing nobody, and what must hold of them at any moment. */
final class Books implements AutoCloseable {
    private final List<Segment> mapped = new ArrayList<>();
    private final RunDirectory run;
    private final String node;
    private final String output;
    private final Segment ring;
    private final Segment control;

    Books(Path run, String node, String output) {
        this.run = new RunDirectory(run);
        this.node = node;
        this.output = output;
        ring = map(SegmentKind.RING, this.run.ring(node, output));
        control = map(SegmentKind.OUTPUT_CONTROL, this.run.outputControl(node, output));
    }

    private Segment map(SegmentKind kind, Path file) {
        Segment segment = Segment.map(file, kind, run.runId(), false);
        mapped.add(segment);
        return segment;
    }

    long tail() {
        return ring.buffer().getLongVolatile(RingLayout.TAIL);
    }

    long oldest() {
        return ring.buffer().getLongVolatile(RingLayout.OLDEST);
    }

    /** The reader of an input, named {@code node/input}. */
    ReaderBooks reader(String name) {
        return readers().stream()
                .filter(reader -> reader.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Every declared reader. */
    List<ReaderBooks> readers() {
        List<ReaderBooks> readers = new ArrayList<>();
        OutputControl names = new OutputControl(control.buffer());
        for (int number = 0; number < control.header().geometry(); number++) {
            String name = names.name(number);
            if (!name.isEmpty()) {
                readers.add(new ReaderBooks(name, number, file(number)));
            }
        }
        return readers;
    }

    private Segment file(int number) {
        Path file = run.reader(node, output, number);
        Optional<Segment> known =
                mapped.stream().filter(segment -> segment.file().equals(file)).findFirst();
        return known.orElseGet(() -> map(SegmentKind.READER, file));
    }

    /** One reader's words. */
    final class ReaderBooks {
        private final String name;
        private final int at;
        private final Segment file;

        private ReaderBooks(String name, int number, Segment file) {
            this.name = name;
            this.at = OutputControlLayout.reader(number);
            this.file = file;
        }

        String name() {
            return name;
        }

        private long word(int offset) {
            return file.buffer().getLongVolatile(offset);
        }

        long cursor() {
            return word(ReaderLayout.CURSOR);
        }

        long received() {
            return word(ReaderLayout.RECEIVED);
        }

        /** Messages jumped over, or taken by a life that died before it had counted them. */
        long dropped() {
            return cursor() - word(ReaderLayout.START) - received();
        }

        boolean blocking() {
            return control.buffer().getLongVolatile(at + OutputControlLayout.READER_MODE)
                    == OutputControlLayout.BLOCKING;
        }

        /** All pin words that are set. */
        List<Long> pins() {
            List<Long> pins = new ArrayList<>();
            for (int pin = 0; pin < file.header().geometry(); pin++) {
                long word = word(ReaderLayout.pin(pin));
                if (word != 0) {
                    pins.add(word);
                }
            }
            return pins;
        }

        /** The order of the reads makes each comparison true however the words move meanwhile. */
        private void check() {
            long oldest = oldest();
            boolean blocking = blocking();
            long received = received();
            long start = word(ReaderLayout.START);
            long cursor = cursor();
            long tail = tail();
            assertThat(start).as("START of %s", name).isBetween(0L, cursor);
            assertThat(received).as("RECEIVED of %s", name).isBetween(0L, cursor - start);
            assertThat(cursor).as("CURSOR of %s", name).isLessThanOrEqualTo(tail);
            if (blocking) {
                assertThat(oldest).as("OLDEST and %s", name).isLessThanOrEqualTo(cursor);
                assertThat(tail() - cursor()).as("%s is behind", name).isLessThanOrEqualTo(queueSize());
            }
        }

        long queueSize() {
            return control.buffer().getLong(at + OutputControlLayout.READER_QUEUE_SIZE);
        }
    }

    /** Checks what must hold at any moment, also while all of them move (L10). */
    void check() {
        long oldest = oldest();
        long tail = tail();
        assertThat(oldest).as("OLDEST").isBetween(0L, tail);
        assertThat(tail - oldest())
                .as("the window")
                .isLessThanOrEqualTo(ring.header().geometry());
        readers().forEach(ReaderBooks::check);
    }

    @Override
    public void close() {
        mapped.forEach(Segment::close);
    }
}
