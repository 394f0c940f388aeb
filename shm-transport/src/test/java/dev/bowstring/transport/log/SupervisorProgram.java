package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.sim.Death;
import dev.bowstring.transport.sim.Words;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;

/** The supervisor beside a publisher that goes on: attaches readers, again after a death of its own, and demotes one. */
final class SupervisorProgram implements Runnable {
    private static final int MOST_LOOKS = 300;

    private final LogWorld world;

    SupervisorProgram(LogWorld world) {
        this.world = world;
    }

    @Override
    public void run() {
        if (world.scenario.has(LogScenario.Option.DEMOTED)) {
            lookOn();
            untilDone(this::demote);
        }
        for (long version = world.machine.version(); !allEnded(); version = world.machine.version()) {
            for (int reader = 0; reader < world.checks.readers.length; reader++) {
                attachIfAsked(reader);
            }
            world.machine.awaitChange(version);
        }
    }

    private boolean allEnded() {
        return List.of(world.checks.readers).stream().allMatch(reader -> reader.ended);
    }

    private boolean asks(int reader) {
        LogChecks.ReaderState state = world.checks.readers[reader];
        return world.scenario.readers().get(reader).late() && !state.attached && !state.ended;
    }

    private void attachIfAsked(int reader) {
        if (asks(reader)) {
            lookOn();
            boolean skips = skips(reader);
            long before = world.readerCursor(reader);
            untilDone(() -> attach(reader, skips));
            if (skips) {
                world.checks.readers[reader].skip(world.readerCursor(reader) - before);
            } else {
                world.checks.readers[reader].attach();
            }
            world.machine.changed(); // the welcome
        }
    }

    private boolean skips(int reader) {
        return world.scenario.has(LogScenario.Option.SKIPS) && world.checks.readers[reader].attaches > 0;
    }

    /** A second pass does all from the beginning. L7 */
    private void untilDone(Runnable pass) {
        for (boolean done = false; !done; ) {
            try {
                pass.run();
                done = true;
            } catch (Death death) {
                done = false;
            }
        }
    }

    /** Looks on for a while that differs from seed to seed: the publisher has come anywhere by then. */
    private void lookOn() {
        Words ring = world.process("W", new Mutant.Accesses()).words(world.ring);
        for (int looks = world.random.nextInt(MOST_LOOKS); looks > 0; looks--) {
            ring.load(RingLayout.TAIL, Long.BYTES);
        }
    }

    private void attach(int reader, boolean skips) {
        SimulatedProcess process = process();
        boolean blocking = world.scenario.readers().get(reader).blocking();
        if (skips) {
            output(process).skipToEnd(reader, blocking, process.fence());
        } else {
            output(process).attach(reader, blocking, process.fence());
        }
        if (world.mutant.ringsAfterAnAttach()) {
            process.doorbell(world.readerBells.get(reader)).ring();
            process.doorbell(world.publisherBell).ring();
        }
        process.exit();
    }

    private void demote() {
        SimulatedProcess process = process();
        world.checks.readers[0].demoted = true;
        output(process).demote(0);
        if (world.mutant.clearsPinsOfTheDemoted()) {
            output(process).clearPins(0);
        }
        if (world.mutant.ringsAfterADemotion()) {
            process.doorbell(world.publisherBell).ring();
        }
        process.exit();
    }

    private SimulatedProcess process() {
        return world.process("A", world.mutant.supervisor(world));
    }

    private SupervisedOutput output(SimulatedProcess process) {
        List<AtomicBuffer> readers =
                world.readerFiles.stream().map(process::view).toList();
        return new SupervisedOutput(process.view(world.ring), process.view(world.control), readers);
    }
}
