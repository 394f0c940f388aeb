package dev.bowstring.transport.log;

import static dev.bowstring.transport.log.LogChecks.require;

import dev.bowstring.transport.doorbell.Sleep;
import dev.bowstring.transport.doorbell.WaitingFor;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.sim.Death;
import dev.bowstring.transport.sim.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A reader's node: takes, looks, holds, looks again, releases; dies and goes on; ends with InputClosed. */
final class ReaderProgram implements Runnable {
    private static final int MOST_BEFORE_LEAVING = 4;

    private final LogWorld world;
    private final int number;
    private final LogScenario.ReaderSpec spec;
    private final LogChecks.ReaderState state;

    ReaderProgram(LogWorld world, int number) {
        this.world = world;
        this.number = number;
        this.spec = world.scenario.readers().get(number);
        this.state = world.checks.readers[number];
    }

    @Override
    public void run() {
        while (!state.ended) {
            awaitAttach();
            try {
                new Life().live();
                state.ended = !leaves() || state.attached;
            } catch (Death death) {
                world.readerDied(number);
                state.gone = world.scenario.has(LogScenario.Option.READERS_STAY_DEAD);
                state.ended = state.gone;
            }
            state.attached &= state.ended;
            world.machine.changed();
        }
    }

    /** The answer to its hello. */
    private void awaitAttach() {
        for (long version = world.machine.version();
                spec.late() && !state.attached;
                version = world.machine.version()) {
            world.machine.awaitChange(version);
        }
    }

    private boolean leaves() {
        return state.attaches < spec.attaches();
    }

    private record Described(LogChecks.Span block, long since) {}

    private record Held(LogChecks.Message message, int pin) {}

    private final class Life {
        private final SimulatedProcess process = world.process("r" + number, world.mutant.reader(world, number));
        private final Sleep input = process.sleep(world.readerBells.get(number), WaitingFor.INPUT);
        private final List<Words> arenas =
                world.arenaFiles.stream().map(process::words).toList();
        private final List<Held> held = new ArrayList<>();
        private final Map<Described, Long> known = new HashMap<>();
        private final Taken taken = new Taken();
        private Reader reader;
        private Poll last;

        void live() {
            state.life = process.name();
            reader = new Reader(
                    new Reader.RingView(process.view(world.ring), world.scenario.slots()),
                    new Reader.ReaderFile(process.view(world.readerFiles.get(number)), spec.pins(), number),
                    new OutputControl(process.view(world.control)),
                    process.doorbell(world.publisherBell),
                    process.fence(),
                    spec.keeps() && !world.mutant.movesTheCursorAtOnce());
            world.checks.opened(number);
            while (last != Poll.CLOSED) {
                if (leaves() && state.received > world.random.nextInt(MOST_BEFORE_LEAVING)) {
                    leave();
                    return;
                }
                last = reader.poll(taken);
                if (last == Poll.NOTHING && held.isEmpty()) {
                    process.await(input, () -> (last = reader.poll(taken)) != Poll.NOTHING);
                }
                handle();
            }
            process.exit();
        }

        private void leave() {
            while (!held.isEmpty()) {
                release();
            }
            process.exit();
            world.readerLeft(number);
            state.attached = false;
        }

        private void handle() {
            switch (last) {
                case TAKEN -> take();
                case RESTARTED -> world.checks.restarted(number, taken);
                case NO_PIN -> release();
                case NOTHING -> releaseOne();
                case CORRUPT -> throw new AssertionError("CORRUPT without corruption: sequence=" + taken.sequence());
                case CLOSED -> close();
            }
        }

        private void take() {
            LogChecks.Message message = world.checks.taken(number, taken);
            if (!spec.keeps()) {
                reader.received();
                state.received++;
                process.acted();
            }
            remember(message);
            look(message);
            held.add(new Held(message, taken.pin()));
            if (spec.hangs()) {
                hang();
            }
            boolean atOnce = spec.keeps();
            while (held.size() > spec.holds() || (!held.isEmpty() && (atOnce || world.random.nextBoolean()))) {
                release();
            }
        }

        /** What was described like an earlier message says what that one said: so a reader need not read it again. */
        private void remember(LogChecks.Message message) {
            Described how = new Described(message.block().place(), taken.describedSince());
            long says = message.block().stamp();
            Long before = known.put(how, says);
            require(before == null || before == says, "described: message " + message.sequence() + " is not as before");
        }

        private void hang() {
            for (long version = world.machine.version();
                    !world.checks.publisherEnded;
                    version = world.machine.version()) {
                world.machine.awaitChange(version);
            }
        }

        private void close() {
            world.checks.closed(number);
            while (!held.isEmpty()) {
                release();
            }
        }

        private void releaseOne() {
            if (!held.isEmpty()) {
                release();
            }
        }

        private void release() {
            require(!held.isEmpty(), "no pin is free, and reader " + number + " holds nothing");
            Held one = held.remove(world.random.nextInt(held.size()));
            look(one.message);
            state.held.remove(one.message);
            if (spec.keeps()) {
                world.checks.keep(number, one.message.sequence());
                finish(one);
                state.received++;
                process.acted();
            } else {
                reader.release(one.pin);
            }
        }

        private void finish(Held one) {
            if (world.mutant.movesTheCursorAtOnce()) {
                reader.received();
                reader.release(one.pin);
            } else {
                reader.finished(taken);
            }
        }

        private void look(LogChecks.Message message) {
            LogChecks.Span block = message.block();
            Words words = arenas.get(block.arena());
            int at = (int) block.offset();
            boolean whole = words.load(at + MessageBlockLayout.SEQUENCE, Long.BYTES) == message.sequence()
                    && words.load(at + MessageBlockLayout.ROWS, Long.BYTES) == block.stamp()
                    && words.load(at + MessageBlockLayout.BLOCK_COUNT, Integer.BYTES)
                            == message.payload().size();
            for (int i = 0; i < message.payload().size(); i++) {
                LogChecks.Span span = message.payload().get(i);
                int entry = at + MessageBlockLayout.HEADER_LENGTH + i * MessageBlockLayout.BLOCK_LENGTH;
                whole = whole
                        && words.load(entry + MessageBlockLayout.BLOCK_OFFSET, Long.BYTES) == span.offset()
                        && words.load(entry + MessageBlockLayout.BLOCK_ARENA, Integer.BYTES) == span.arena()
                        && stands(span);
            }
            require(whole, "torn: message " + message.sequence() + " is not what was committed");
            if (world.scenario.has(LogScenario.Option.SCHEMAS)) {
                byte[] schema = new SchemaReader(process.view(world.schemas)).schema(message.schemaId());
                require(
                        Arrays.equals(schema, PublisherProgram.schema(message.sequence())),
                        "torn: the schema of message " + message.sequence());
            }
        }

        private boolean stands(LogChecks.Span span) {
            Words words = arenas.get(span.arena());
            return words.load((int) span.offset(), Long.BYTES) == span.stamp()
                    && words.load((int) (span.offset() + span.length() - Long.BYTES), Long.BYTES) == span.stamp();
        }
    }
}
