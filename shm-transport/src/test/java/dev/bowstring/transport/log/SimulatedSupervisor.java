package dev.bowstring.transport.log;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.sim.Actor;
import dev.bowstring.transport.sim.Death;
import dev.bowstring.transport.sim.SimulatedBuffer;
import dev.bowstring.transport.sim.SimulatedFile;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The supervisor of a simulated output: an actor like others, whose stores wait in its buffer and who can be killed within
 * a pass. The next one begins the pass again (L7).
 */
final class SimulatedSupervisor {
    private final LogWorld world;
    private Actor actor;
    private SupervisedOutput output;
    private int lives;

    SimulatedSupervisor(LogWorld world) {
        this.world = world;
        begin();
    }

    private void begin() {
        actor = world.machine.actor("S." + lives++);
        output = outputOf(actor);
    }

    private SupervisedOutput outputOf(Actor who) {
        return new SupervisedOutput(
                view(world.ring, who),
                view(world.control, who),
                world.readerFiles.stream().map(file -> view(file, who)).toList());
    }

    /** For a look when all is over, by somebody whom nobody kills. */
    SupervisedOutput look() {
        return outputOf(world.machine.actor("look"));
    }

    private AtomicBuffer view(SimulatedFile file, Actor who) {
        return SimulatedBuffer.over(world.mutant.supervisor(world).words(file, who.words(file)));
    }

    private Doorbell doorbell(SimulatedFile bell) {
        return new Doorbell(view(bell, actor), actor.futex());
    }

    void clearPinsOf(int reader) {
        world.machine.alone(() -> output.clearPins(reader));
    }

    /** Before anybody starts. */
    void declare() {
        output.limitArenas(
                (long) world.scenario.arenaFiles() * world.arenaFiles.get(0).bytes());
        output.addArena(world.arenaFiles.get(0).bytes());
        for (int i = 0; i < world.readerFiles.size(); i++) {
            LogScenario.ReaderSpec spec = world.scenario.readers().get(i);
            output.limitPins(i, spec.pins());
            if (spec.late()) {
                output.reserveReader(i, "r" + i + "/in", spec.queueSize());
            } else {
                output.declareReader(i, "r" + i + "/in", spec.blocking(), spec.queueSize());
                if (spec.blocking() && !(i == 0 && world.scenario.has(LogScenario.Option.DEMOTED))) {
                    output.promise(i);
                }
            }
        }
        world.machine.drainEverything();
    }

    void grow() {
        untilOneComesToItsEnd(() -> {
            if (output.arenas() < world.scenario.arenaFiles()) {
                output.addArena(world.arenaFiles.get(output.arenas()).bytes());
            }
        });
    }

    void readerDied(int reader) {
        pass(() -> cleanUpAfterReader(reader));
        if (mayAttachAgain(reader)) {
            drain();
        }
    }

    private boolean mayAttachAgain(int reader) {
        return world.scenario.readers().get(reader).late();
    }

    /** The next attach is made by the same thread, so that it comes behind what is stored here. */
    private void drain() {
        world.machine.alone(() -> world.machine.drainAll(actor));
    }

    /** A reader has cleared its pins and said so. */
    void readerLeft(int reader) {
        untilOneComesToItsEnd(() -> {
            output.free(reader);
            doorbell(world.publisherBell).ring();
        });
        drain();
    }

    private void cleanUpAfterReader(int reader) {
        if (world.mutant.clearsPinsOfTheDead()) {
            output.clearPins(reader);
        }
        doorbell(world.readerBells.get(reader)).clearWaiting();
        if (world.scenario.has(LogScenario.Option.READERS_STAY_DEAD) || mayAttachAgain(reader)) {
            output.free(reader);
        }
        if (world.mutant.ringsAfterADeath()) {
            doorbell(world.publisherBell).ring();
        }
    }

    void publisherDied() {
        pass(this::cleanUpAfterPublisher);
    }

    private void cleanUpAfterPublisher() {
        doorbell(world.publisherBell).clearWaiting();
        if (world.scenario.has(LogScenario.Option.PUBLISHER_STAYS_DEAD)) {
            world.checks.publisherEnded = true;
            output.close();
        } else if (!world.mutant.tellsRestartsLate()) {
            output.restarted(world.checks.restarts.size(), world.machine.steps());
        }
        if (world.mutant.ringsAfterADeath()) {
            world.readerBells.forEach(bell -> doorbell(bell).ring());
        }
    }

    void tellRestart() {
        untilOneComesToItsEnd(() -> output.restarted(world.checks.restarts.size(), world.machine.steps()));
    }

    private void pass(Runnable cleanUp) {
        untilOneComesToItsEnd(cleanUp);
        untilOneComesToItsEnd(cleanUp); // once more, as if nobody knew
    }

    private void untilOneComesToItsEnd(Runnable cleanUp) {
        boolean whole = false;
        while (!whole) {
            try {
                world.machine.alone(cleanUp);
                whole = true;
            } catch (Death killed) {
                begin();
            }
        }
    }
}
