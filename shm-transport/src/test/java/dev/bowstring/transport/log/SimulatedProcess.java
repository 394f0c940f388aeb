package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Sleep;
import dev.bowstring.transport.doorbell.SleepWithoutSpin;
import dev.bowstring.transport.doorbell.WaitingFor;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.sim.Actor;
import dev.bowstring.transport.sim.SimulatedBuffer;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.AtomicBuffer;

/** One life of a publisher or of a reader: the real code over views of a simulated machine. */
final class SimulatedProcess {
    /** What a publisher has after recovery. */
    record Recovering(Arena arena, List<AtomicBuffer> arenas, ReaderTable readers, Recovered recovered) {}

    private final LogWorld world;
    private final Actor actor;
    private final Mutant.Accesses accesses;

    SimulatedProcess(LogWorld world, Actor actor, Mutant.Accesses accesses) {
        this.world = world;
        this.actor = actor;
        this.accesses = accesses;
    }

    /** The process ends by itself: all that it has stored is seen. */
    void exit() {
        world.machine.drainAll(actor);
    }

    /** The program has done something that cannot be taken back, such as using a message. */
    void acted() {
        actor.acted();
    }

    String name() {
        return actor.name();
    }

    Words words(SimulatedFile file) {
        return accesses.words(file, actor.words(file));
    }

    AtomicBuffer view(SimulatedFile file) {
        return SimulatedBuffer.over(words(file));
    }

    Fence fence() {
        return accesses.fence(actor.fence());
    }

    Doorbell doorbell(SimulatedFile bell) {
        return new Doorbell(view(bell), actor.futex());
    }

    Sleep sleep(SimulatedFile ownBell, WaitingFor what) {
        return SleepWithoutSpin.of(doorbell(ownBell), what, world.mutant.sleeperFence(actor.fence()));
    }

    /** Waits until {@code look} is true, asleep or not. */
    void await(Sleep sleep, BooleanSupplier look) {
        if (world.scenario.has(LogScenario.Option.SLEEP)) {
            sleep.await(look, Long.MAX_VALUE);
            return;
        }
        for (long version = world.machine.version(); !look.getAsBoolean(); version = world.machine.version()) {
            world.machine.awaitChange(version);
        }
    }

    Recovering recover() {
        OutputControl control = new OutputControl(view(world.control));
        Arena arena = new Arena();
        List<AtomicBuffer> arenas = new ArrayList<>();
        for (int i = 0; i < control.arenas(); i++) {
            addArena(i, arena, arenas);
        }
        ReaderTable readers = new ReaderTable(
                control,
                world.readerFiles.stream().map(this::view).toList(),
                world.readerBells.stream().map(this::doorbell).toList());
        Recovery recovery =
                new Recovery(view(world.ring), world.scenario.slots(), readers, arena, new BlockLists(arenas));
        return new Recovering(arena, arenas, readers, recovery.run());
    }

    void addArena(int index, Arena arena, List<AtomicBuffer> arenas) {
        SimulatedFile file = world.arenaFiles.get(index);
        AtomicBuffer view = view(file);
        arenas.add(view);
        arena.addFile(index, view, file.address(), file.bytes());
    }
}
