package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.sim.Actor;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.SimulatedMachine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is true beside the simulated memory, and what must never be seen in it. */
final class LogChecks implements SimulatedMachine.Monitor {
    /** One block and the number that stands at both of its ends; 0 for a message block. */
    record Span(int arena, long offset, long length, long stamp) {
        boolean overlaps(int otherArena, long from, long length) {
            return arena == otherArena && from < offset + this.length && offset < from + length;
        }

        Span place() {
            return new Span(arena, offset, length, 0);
        }
    }

    record Message(long sequence, int schemaId, Span block, List<Span> payload) {
        List<Span> spans() {
            List<Span> spans = new ArrayList<>(payload);
            spans.add(block);
            return spans;
        }
    }

    /** What is known about one reader. */
    static final class ReaderState {
        final Set<Message> held = new LinkedHashSet<>();
        final Set<Long> handedOut = new HashSet<>();
        String life = "";
        long opened;
        long told;
        long next;
        long received;
        long dropped;
        int deaths;
        boolean ended;
        boolean gone;
        boolean demoted;
        int attaches;
        boolean attached;
        /** How many messages an at-least-once reader has kept. */
        long kept;

        /** A further life of an at-least-once reader: what the last one had not closed comes again. */
        void begin(long cursor) {
            next = cursor;
            handedOut.removeIf(sequence -> sequence >= cursor);
        }

        /** A further attach: what was before has been settled. */
        void attach() {
            skip(0);
            received = 0;
            dropped = 0;
        }

        /** A further life, which begins so many messages behind where the one before has ended. */
        void skip(long messages) {
            attached = true;
            attaches++;
            handedOut.clear();
            dropped += messages;
        }
    }

    private final LogWorld world;
    final Map<Long, Message> messages = new HashMap<>();
    final ReaderState[] readers;
    final List<Long> restarts = new ArrayList<>();
    int publisherDeaths;
    int supervisorDeaths;
    boolean publisherEnded;
    private int restartsBeforeClose;

    LogChecks(LogWorld world, int readers) {
        this.world = world;
        this.readers = new ReaderState[readers];
        for (int i = 0; i < readers; i++) {
            this.readers[i] = new ReaderState();
        }
    }

    int deaths() {
        int deaths = publisherDeaths + supervisorDeaths;
        for (ReaderState reader : readers) {
            deaths += reader.deaths;
        }
        return deaths;
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public void died(Actor actor) {
        for (ReaderState reader : readers) {
            if (reader.life.equals(actor.name())) {
                reader.deaths++;
                reader.held.clear();
                return;
            }
        }
        if (actor.name().startsWith("A")) {
            supervisorDeaths++;
        } else if (actor.name().startsWith("P")) {
            publisherDeaths++;
        }
    }

    /** Whether nothing may be skipped for this reader. */
    private boolean lossless(int reader) {
        return world.scenario.readers().get(reader).blocking() && !readers[reader].demoted;
    }

    @Override
    public void stored(SimulatedFile file, int offset, int length, long before) {
        int arena = world.arenaFiles.indexOf(file);
        if (arena >= 0) {
            if (before != (length == Integer.BYTES ? file.peekInt(offset) : file.peek(offset))) {
                requireNotHeld(arena, offset, length);
            }
        } else if (isPosition(file, offset)) {
            requireLimits();
        } else if (file == world.ring && offset == RingLayout.CLOSED_AT && before == 0) {
            restartsBeforeClose = restarts.size();
        }
    }

    private boolean isPosition(SimulatedFile file, int offset) {
        if (file == world.ring) {
            return offset == RingLayout.TAIL || offset == RingLayout.OLDEST;
        }
        if (file == world.control) {
            return offset >= OutputControlLayout.READERS;
        }
        boolean position = offset == ReaderLayout.CURSOR || offset == ReaderLayout.RECEIVED;
        return position && world.readerFiles.contains(file);
    }

    /** L3 */
    private void requireNotHeld(int arena, int offset, int length) {
        for (int reader = 0; reader < readers.length; reader++) {
            for (Message message : readers[reader].held) {
                for (Span span : message.spans()) {
                    require(
                            !span.overlaps(arena, offset, length),
                            "torn: a store into message " + message.sequence + ", which reader " + reader + " holds");
                }
            }
        }
    }

    /** L10 */
    private void requireLimits() {
        long tail = world.ring.peek(RingLayout.TAIL);
        long oldest = world.ring.peek(RingLayout.OLDEST);
        require(oldest <= tail, "L10: OLDEST " + oldest + " has passed TAIL " + tail);
        require(tail <= oldest + world.scenario.slots(), "L10: TAIL " + tail + " has lapped OLDEST " + oldest);
        for (int reader = 0; reader < readers.length; reader++) {
            SimulatedFile file = world.readerFiles.get(reader);
            long cursor = file.peek(ReaderLayout.CURSOR);
            long received = file.peek(ReaderLayout.RECEIVED);
            require(cursor - received >= file.peek(ReaderLayout.START), "L10: reader " + reader + " dropped below 0");
            boolean gates = world.mode(reader) == OutputControlLayout.BLOCKING && world.isOpen(reader);
            require(
                    !gates || oldest <= cursor,
                    "L10: OLDEST " + oldest + " has passed the cursor " + cursor + " of BLOCKING reader " + reader);
            LogScenario.ReaderSpec spec = world.scenario.readers().get(reader);
            int gathered = spec.late() && world.scenario.has(LogScenario.Option.BURSTS) ? PublisherProgram.BURST : 0;
            require(
                    !gates || tail - cursor <= Math.max(spec.queueSize(), gathered),
                    "L10: TAIL " + tail + " is too far ahead of the cursor " + cursor + " of reader " + reader);
        }
    }

    /** The publisher is about to try to commit this. */
    void sending(Message message) {
        messages.put(message.sequence, message);
    }

    /** The publisher will have another life, which begins here. */
    void restarts() {
        restarts.add(world.ring.peek(RingLayout.TAIL));
    }

    /** A reader begins. Whether it is told of a restart right where it begins is left open. */
    void opened(int number) {
        ReaderState reader = readers[number];
        reader.begin(world.readerCursor(number));
        reader.opened = reader.next;
        reader.told = restarts.stream().filter(at -> at < reader.next).count();
    }

    void restarted(int number, Taken taken) {
        ReaderState reader = readers[number];
        long restart = taken.restarts();
        String say = "restart " + restart + " of " + restarts + " was told to reader " + number + ", next "
                + reader.next + ", after " + reader.told;
        require(restart > reader.told && restart <= restarts.size(), say);
        require(restarts.get((int) restart - 1) == taken.sequence() && reader.next <= taken.sequence(), say);
        reader.told = restart;
    }

    private void requireTold(int number, long upTo, int restartsSoFar) {
        ReaderState reader = readers[number];
        for (int restart = 1; restart <= restartsSoFar; restart++) {
            long at = restarts.get(restart - 1);
            require(
                    at <= reader.opened || at > upTo || reader.told >= restart,
                    "restart " + restart + " at " + at + " was not told to reader " + number + " before " + upTo);
        }
    }

    Message taken(int number, Taken taken) {
        ReaderState reader = readers[number];
        long sequence = taken.sequence();
        requireTold(number, sequence, restarts.size());
        require(sequence < world.ring.peek(RingLayout.TAIL), "L2: took " + sequence + ", which is not committed");
        Message message = messages.get(sequence);
        boolean right = message.block.arena == taken.arena()
                && message.block.offset == taken.offset()
                && message.schemaId == taken.schemaId();
        require(right, "torn: the slot of message " + sequence + " describes another one");
        boolean blocking = lossless(number);
        require(
                blocking ? sequence == reader.next : sequence >= reader.next,
                "order: reader " + number + " took " + sequence + " after " + (reader.next - 1));
        require(!blocking || reader.handedOut.add(sequence), "reader " + number + " got " + sequence + " twice");
        reader.dropped += sequence - reader.next;
        reader.next = sequence + 1;
        reader.held.add(message);
        return message;
    }

    /** A message is kept where no death of a process reaches it, unless it was kept before. */
    void keep(int number, long sequence) {
        ReaderState reader = readers[number];
        require(sequence <= reader.kept, "kept: message " + reader.kept + " is missing before " + sequence);
        reader.kept = Math.max(reader.kept, sequence + 1);
    }

    void closed(int number) {
        long tail = world.ring.peek(RingLayout.TAIL);
        ReaderState reader = readers[number];
        require(publisherEnded, "InputClosed before the output was closed");
        requireTold(number, tail, restartsBeforeClose); // whoever comes later finds the output closed
        require(world.ring.peek(RingLayout.CLOSED_AT) == tail + 1, "InputClosed before the last message");
        require(
                !lossless(number) || reader.next == tail,
                "InputClosed although reader " + number + " has not got message " + reader.next);
        reader.dropped += tail - reader.next;
        boolean keeps = world.scenario.readers().get(number).keeps();
        require(!keeps || reader.kept == tail, "kept: " + reader.kept + " of " + tail + " messages");
    }

    /** All blocks that messages in the window take, in bytes. */
    long windowBytes() {
        Set<Span> spans = new HashSet<>();
        for (long s = world.ring.peek(RingLayout.OLDEST); s < world.ring.peek(RingLayout.TAIL); s++) {
            messages.get(s).spans().forEach(span -> spans.add(span.place()));
        }
        return spans.stream().mapToLong(Span::length).sum();
    }
}
