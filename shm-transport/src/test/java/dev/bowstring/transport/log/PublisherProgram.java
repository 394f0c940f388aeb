package dev.bowstring.transport.log;

import static dev.bowstring.transport.log.LogChecks.require;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.doorbell.Sleep;
import dev.bowstring.transport.doorbell.WaitingFor;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import dev.bowstring.transport.sim.Death;
import java.util.ArrayList;
import java.util.List;

/** The publisher's node: sends, dies, recovers and goes on, and closes the output in the end. */
final class PublisherProgram implements Runnable {
    private static final int SHARED_BYTES = 64;
    private static final int UNIT = 64;
    static final int BURST = 3;

    private final LogWorld world;
    private final LogScenario scenario;
    private int attempts;
    private long stamps;
    private boolean done;

    PublisherProgram(LogWorld world) {
        this.world = world;
        this.scenario = world.scenario;
    }

    @Override
    public void run() {
        while (!done) {
            try {
                new Life().live();
                done = true;
            } catch (Death death) {
                if (!scenario.has(LogScenario.Option.PUBLISHER_STAYS_DEAD)) {
                    world.checks.restarts();
                }
                world.publisherDied();
                done = scenario.has(LogScenario.Option.PUBLISHER_STAYS_DEAD);
            }
        }
    }

    private final class Life {
        private final Mutant.Accesses accesses = world.mutant.publisher(world);
        private final SimulatedProcess process = world.process("P", accesses);
        private final Sleep room = process.sleep(world.publisherBell, WaitingFor.ROOM);
        private Arena arena;
        private Publisher publisher;
        private Memory memory;
        private SchemaWriter schemas;
        private SimulatedProcess.Recovering recovered;
        private SimulatedPool pool;
        private SimulatedPool.PooledSet set;
        private Block shared;
        private long sharedStamp;
        private int askedFor;

        void live() {
            open();
            while (attempts < scenario.messages()) {
                send();
                if (world.mutant.tellsRestartsLate()) {
                    world.tellRestart();
                }
            }
            if (shared != null) {
                arena.giveBack(shared);
            }
            world.checks.publisherEnded = true;
            publisher.close();
            world.machine.changed();
            awaitReaders();
            publisher.reclaim();
            pool.giveBack();
            arena.drainGivenBack();
            process.exit(); // counted is what is in memory then
            require(
                    arena.used() == world.checks.windowBytes(),
                    "memory in the end: used " + arena.used() + ", window " + world.checks.windowBytes());
        }

        private void open() {
            accesses.recovering(true);
            recovered = process.recover();
            accesses.recovering(false);
            arena = recovered.arena();
            requireHeldIsUsed();
            publisher = new Publisher(
                    process.view(world.ring),
                    scenario.slots(),
                    recovered.recovered(),
                    recovered.readers(),
                    arena,
                    new Machine(process.fence(), world.machine::steps));
            if (scenario.has(LogScenario.Option.BURSTS)) {
                publisher.burst(BURST);
            }
            memory = new Memory(arena, publisher);
            pool = new SimulatedPool(arena, world.mutant.poolReturnsAtOnce());
            memory.idle(pool);
            schemas = new SchemaWriter(process.view(world.schemas));
            if (recovered.recovered().closed()) {
                attempts = scenario.messages();
                world.checks.publisherEnded = true;
            }
        }

        /** L4 */
        private void requireHeldIsUsed() {
            for (LogChecks.ReaderState reader : world.checks.readers) {
                for (LogChecks.Message message : reader.held) {
                    for (LogChecks.Span span : message.spans()) {
                        long address = world.arenaFiles.get(span.arena()).address() + span.offset();
                        require(
                                arena.blockContaining(address) != null,
                                "recovery took memory of message " + message.sequence() + " as free");
                    }
                }
            }
        }

        private void awaitReaders() {
            for (long version = world.machine.version(); !readersEnded(); version = world.machine.version()) {
                world.machine.awaitChange(version);
            }
        }

        private boolean readersEnded() {
            for (LogChecks.ReaderState reader : world.checks.readers) {
                if (!reader.ended) {
                    return false;
                }
            }
            return true;
        }

        private void send() {
            attempts++;
            if (scenario.has(LogScenario.Option.POOLED) && attempts % 2 == 0) {
                sendPooled();
                return;
            }
            List<Block> blocks = new ArrayList<>();
            int payloadBytes = scenario.has(LogScenario.Option.SIZES) ? UNIT * (1 + world.random.nextInt(3)) : UNIT;
            if (mayWait()) {
                process.await(room, () -> trySend(blocks, payloadBytes));
            } else if (!trySend(blocks, payloadBytes)) {
                blocks.forEach(arena::giveBack); // refused
            }
        }

        private boolean mayWait() {
            return scenario.anyBlocking() && recovered.readers().anyBlocking();
        }

        private void sendPooled() {
            if (mayWait()) {
                process.await(room, this::trySendPooled);
            } else if (!trySendPooled() && set != null) {
                pool.returned(set); // refused
                set = null;
            }
        }

        /** The set is kept while the queue is full. */
        private boolean trySendPooled() {
            if (set == null) {
                set = takeSet();
            }
            if (set == null) {
                return false;
            }
            long stamp = (publisher.next() + 1) << 32 | ++stamps;
            stamp(set.data, stamp);
            long says = set.write(stamp, world.random.nextBoolean(), world.mutant.describesSilently());
            sending(set.messageBlock(), 0, says, List.of(span(set.data, stamp)));
            if (publisher.publish(set) != Room.ROOM) {
                return false;
            }
            set = null;
            return true;
        }

        /** Pool, surplus and scan, fresh: the order of a pooled batch. */
        private SimulatedPool.PooledSet takeSet() {
            SimulatedPool.PooledSet idle = pool.take();
            if (idle == null) {
                publisher.reclaim();
                idle = pool.take();
            }
            List<Block> blocks = new ArrayList<>();
            if (idle == null && reserve(blocks, UNIT, SimulatedPool.SHAPE)) {
                idle = pool.new PooledSet(blocks.get(0), blocks.get(1));
            }
            return idle;
        }

        /** Message block, payload, shared block: reserved at once or not at all, and kept while the queue is full. */
        private boolean trySend(List<Block> blocks, int payloadBytes) {
            if (scenario.has(LogScenario.Option.SHARED) && !shareBlock()) {
                return false;
            }
            int named = shared == null ? 1 : 2;
            MessageShape shape = new MessageShape(named, 0, 0, 0, 0, 0);
            // Once more: what the first try gave back may have lain between two pieces that it had found.
            if (blocks.isEmpty() && !reserve(blocks, payloadBytes, shape) && !reserve(blocks, payloadBytes, shape)) {
                return false;
            }
            Block message = blocks.get(0);
            Block[] payload = shared == null ? new Block[] {blocks.get(1)} : new Block[] {blocks.get(1), shared};
            int schema = scenario.has(LogScenario.Option.SCHEMAS) ? schemas.id(schema(publisher.next())) : 0;
            fill(message, shape, payload, schema);
            Room result =
                    publisher.publish(world.mutant.payload(message, payload).describe(shape.length(), schema, 1, 0));
            if (result == Room.ROOM) {
                arena.giveBack(blocks.get(1));
                blocks.clear();
                return true;
            }
            return false;
        }

        /** Every second message starts a new shared block; the one before is no longer in the making. */
        private boolean shareBlock() {
            if (shared != null && publisher.next() % 2 == 0 && sharedStamp >>> 32 != publisher.next() + 1) {
                arena.giveBack(shared);
                shared = null;
            }
            if (shared == null) {
                shared = reserve(SHARED_BYTES);
                if (shared != null) {
                    sharedStamp = (publisher.next() + 1) << 32 | ++stamps;
                    stamp(shared, sharedStamp);
                }
            }
            return shared != null;
        }

        private boolean reserve(List<Block> blocks, int payloadBytes, MessageShape shape) {
            Block message = reserve(shape.length());
            if (message == null) {
                return false;
            }
            Block payload = reserve(payloadBytes);
            if (payload == null) {
                arena.giveBack(message);
                return false;
            }
            blocks.add(message);
            blocks.add(payload);
            return true;
        }

        private Block reserve(long bytes) {
            Block block = memory.find(bytes);
            if (block == null && recovered.arenas().size() < scenario.arenaFiles()) {
                grow();
                block = memory.find(bytes);
            }
            if (block == null && scenario.has(LogScenario.Option.EVICT)) {
                accesses.evicting(true);
                block = memory.evict(bytes);
                accesses.evicting(false);
            }
            return block;
        }

        /** One request at a time; what counts is what the control words announce, which may be later. */
        private void grow() {
            int next = recovered.arenas().size();
            if (askedFor < next) {
                askedFor = next;
                world.grow();
            }
            int announced = new OutputControl(process.view(world.control)).arenas();
            for (int index = next; index < announced; index++) {
                process.addArena(index, arena, recovered.arenas());
            }
        }

        private void fill(Block message, MessageShape shape, Block[] payload, int schema) {
            long stamp = (publisher.next() + 1) << 32 | ++stamps;
            stamp(payload[0], stamp);
            MessageWriter writer = MessageWriter.begin(message.buffer(), message.offset(), shape);
            writer.rows(stamp);
            List<LogChecks.Span> spans = new ArrayList<>();
            for (int i = 0; i < payload.length; i++) {
                Block block = payload[i];
                writer.block(i, block.arena(), block.offset(), block.length());
                spans.add(span(block, i == 0 ? stamp : sharedStamp));
            }
            sending(message, schema, stamp, spans);
        }

        private void sending(Block message, int schema, long stamp, List<LogChecks.Span> payload) {
            world.checks.sending(new LogChecks.Message(publisher.next(), schema, span(message, stamp), payload));
        }

        private static LogChecks.Span span(Block block, long stamp) {
            return new LogChecks.Span(block.arena(), block.offset(), block.length(), stamp);
        }

        private void stamp(Block block, long stamp) {
            block.buffer().putLong((int) block.offset(), stamp);
            block.buffer().putLong((int) (block.offset() + block.length() - Long.BYTES), stamp);
        }
    }

    static byte[] schema(long sequence) {
        return new byte[] {'s', (byte) sequence, (byte) (sequence >> 8), 0, 0, 0, 0, 0};
    }
}
