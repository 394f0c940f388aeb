package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.AtomicBuffer;

/**
 * One publisher and some readers, each a thread, over an output in mapped files whose memory is just enough for a few
 * messages, so that every message is written over an old one. Every word of every message is looked at, often twice.
 */
final class Hammer implements AutoCloseable {
    private static final String NODE = "source";
    private static final String OUTPUT = "out";
    private static final MessageShape SHAPE = new MessageShape(1, 0, 0, 0, 0, 0);
    private static final int MESSAGE_BLOCK = 128;
    private static final int PAYLOAD = 256;
    private static final int ARENA = HeaderLayout.LENGTH + 10 * (MESSAGE_BLOCK + PAYLOAD);
    private static final int DELAY_EVERY = 64;
    private static final int LONGEST_DELAY = 400;

    /** Makes a reader over the mapped ring and reader file; a mutant puts something between. */
    interface ReaderMaker {
        Reader make(Reader.RingView ring, Reader.ReaderFile file, OutputControl control, Doorbell publisher);
    }

    static final ReaderMaker REAL =
            (ring, file, control, publisher) -> new Reader(ring, file, control, publisher, Fence.HARDWARE, false);

    private final RunDirectory run;
    private final List<OutputPlan.ReaderPlan> plans;
    private final ReaderMaker maker;
    private final OutputStore store;
    private final OutputLog log;
    private final List<Segment> mapped = new ArrayList<>();
    private final long[] received;
    private final AtomicReference<String> damage = new AtomicReference<>("");
    private volatile boolean ended;

    Hammer(Path directory, List<OutputPlan.ReaderPlan> plans, ReaderMaker maker) {
        this.run = new RunDirectory(directory);
        this.plans = plans;
        this.maker = maker;
        this.received = new long[plans.size()];
        doorbell(NODE);
        plans.forEach(plan -> doorbell(plan.name().substring(0, plan.name().indexOf('/'))));
        store = OutputStore.create(run, new OutputPlan(NODE, OUTPUT, plans, ARENA, ARENA));
        log = new OutputLog(OutputFiles.map(run, NODE, OUTPUT), ArenaGrowth.NONE, Machine.HARDWARE);
    }

    private void doorbell(String node) {
        try {
            Files.createDirectories(run.node(node));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Segment.create(
                        run.doorbell(node),
                        new SegmentHeader(SegmentKind.DOORBELL, DoorbellLayout.FILE_LENGTH, 0, 0, run.runId()))
                .close();
    }

    /** Sends so many messages and ends when every reader has come to the end, or when something is wrong. */
    void run(int messages) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            Receiver receiver = new Receiver(i);
            threads.add(new Thread(() -> guarded(receiver), "hammer-reader-" + i));
        }
        threads.add(new Thread(() -> guarded(() -> send(messages)), "hammer-publisher"));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error failure) { // reported by the test, which looks at the damage
            damaged(failure.toString());
        }
    }

    private void damaged(String what) {
        damage.compareAndSet("", what);
        ended = true;
    }

    private void send(int messages) {
        SplittableRandom random = new SplittableRandom(1);
        for (long sequence = 0; sequence < messages && !ended; sequence++) {
            while (!ended && !trySend(sequence)) {
                letOthersRun();
            }
            delay(random);
        }
        log.end();
    }

    private boolean trySend(long sequence) {
        Block message = log.reserve(MESSAGE_BLOCK);
        Block payload = message == null ? null : log.reserve(PAYLOAD);
        if (payload == null) {
            if (message != null) {
                log.giveBack(message);
            }
            return false;
        }
        for (int at = 0; at < PAYLOAD; at += Long.BYTES) {
            payload.buffer().putLong((int) payload.offset() + at, word(sequence, at));
        }
        MessageWriter writer = MessageWriter.begin(message.buffer(), message.offset(), SHAPE);
        writer.block(0, payload.arena(), payload.offset(), payload.length());
        boolean sent = log.publish(new Payload(message, payload).describe(SHAPE.length(), 0, sequence, 0)) == Room.ROOM;
        log.giveBack(payload);
        if (!sent) {
            log.giveBack(message);
        }
        return sent;
    }

    @SuppressWarnings("ThreadPriorityCheck") // there may be fewer processors than threads
    private static void letOthersRun() {
        Thread.yield();
    }

    private static long word(long sequence, int at) {
        return sequence * 0x9E37_79B9_7F4A_7C15L + at;
    }

    private static void delay(SplittableRandom random) {
        if (random.nextInt(DELAY_EVERY) == 0) {
            for (int i = random.nextInt(LONGEST_DELAY); i > 0; i--) {
                Thread.onSpinWait();
            }
        }
    }

    /** One reader. */
    private final class Receiver implements Runnable {
        private final int number;
        private final Reader reader;
        private final AtomicBuffer arena;
        private final Taken taken = new Taken();
        private final SplittableRandom random;
        private long next;

        Receiver(int number) {
            this.number = number;
            this.random = new SplittableRandom(number);
            arena = map(SegmentKind.ARENA, run.arena(NODE, OUTPUT, 0), false).buffer();
            Segment ring = map(SegmentKind.RING, run.ring(NODE, OUTPUT), false);
            Segment file = map(SegmentKind.READER, run.reader(NODE, OUTPUT, number), true);
            reader = maker.make(
                    new Reader.RingView(ring.buffer(), (int) ring.header().geometry()),
                    new Reader.ReaderFile(file.buffer(), plans.get(number).pins(), number),
                    new OutputControl(map(SegmentKind.OUTPUT_CONTROL, run.outputControl(NODE, OUTPUT), false)
                            .buffer()),
                    new Doorbell(
                            map(SegmentKind.DOORBELL, run.doorbell(NODE), true).buffer(), Futex.system()));
        }

        private Segment map(SegmentKind kind, Path file, boolean writable) {
            Segment segment = Segment.map(file, kind, run.runId(), writable);
            mapped.add(segment);
            return segment;
        }

        @Override
        public void run() {
            for (Poll poll = reader.poll(taken); poll != Poll.CLOSED && !ended; poll = reader.poll(taken)) {
                switch (poll) {
                    case TAKEN -> take();
                    case CORRUPT -> damaged("reader " + number + " found message " + taken.sequence() + " corrupt");
                    default -> letOthersRun();
                }
            }
        }

        private void take() {
            reader.received();
            received[number]++;
            boolean inOrder = plans.get(number).blocking() ? taken.sequence() == next : taken.sequence() >= next;
            if (!inOrder) {
                damaged("reader " + number + " took " + taken.sequence() + " instead of " + next);
            }
            next = taken.sequence() + 1;
            look();
            delay(random);
            if ((next & 7) == 0) {
                look();
            }
            reader.release(taken.pin());
        }

        private void look() {
            int at = (int) taken.offset();
            int payload = (int) arena.getLong(at + MessageBlockLayout.HEADER_LENGTH + MessageBlockLayout.BLOCK_OFFSET);
            boolean whole = arena.getLong(at) == taken.sequence()
                    && taken.rows() == taken.sequence()
                    && payload >= HeaderLayout.LENGTH
                    && payload <= ARENA - PAYLOAD;
            for (int i = 0; whole && i < PAYLOAD; i += Long.BYTES) {
                whole = arena.getLong(payload + i) == word(taken.sequence(), i);
            }
            if (!whole) {
                damaged("torn: message " + taken.sequence() + " of reader " + number);
            }
        }
    }

    /** The first thing that was wrong; empty if nothing was. */
    String damage() {
        return damage.get();
    }

    long received(int reader) {
        return received[reader];
    }

    Account account(int reader) {
        return store.supervised().account(reader);
    }

    /** What the arena still holds once everything was released. */
    long usedInTheEnd() {
        log.reclaim();
        return log.used();
    }

    @Override
    public void close() {
        log.close();
        store.close();
        mapped.forEach(Segment::close);
    }
}
