package dev.bowstring.runtime.faults;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** One fault of the matrix: who suffers it, at which point, and what it is. */
record Cell(Gate gate, Fault fault, Victim victim) {

    /** What happens to the victim while it waits at its gate. */
    enum Fault {
        /** SIGKILL, and the victim is not started again. */
        KILL,
        /** SIGKILL, and the victim is started again. */
        RESTART,
        /** SIGSTOP, and SIGCONT three seconds later. */
        STOP
    }

    /** Who suffers it. */
    enum Victim {
        PUBLISHER,
        BLOCKING_READER,
        LOSSY_READER,
        SUPERVISOR
    }

    /** Everything that makes sense: only who passes a gate can be hurt there. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Gate gate : Gate.values()) {
            for (Victim victim : whoPasses(gate)) {
                for (Fault fault : Fault.values()) {
                    Cell cell = new Cell(gate, fault, victim);
                    if (fault != Fault.RESTART || cell.supervised()) {
                        cells.add(cell);
                    }
                }
            }
        }
        return cells;
    }

    /** One of each gate. */
    static List<Cell> some(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Cell> cells = new ArrayList<>();
        for (Gate gate : Gate.values()) {
            List<Cell> ofGate = all().stream().filter(cell -> cell.gate == gate).toList();
            cells.add(ofGate.get(random.nextInt(ofGate.size())));
        }
        return cells;
    }

    private static Set<Victim> whoPasses(Gate gate) {
        if (gate == Gate.RECEIVE_PIN) {
            return EnumSet.of(Victim.LOSSY_READER); // the others' edges are firm: they have no H2
        }
        return switch (gate.of()) {
            case PUBLISHER -> EnumSet.of(Victim.PUBLISHER);
            case READER, ATTACHING -> EnumSet.of(Victim.BLOCKING_READER, Victim.LOSSY_READER);
            case NODE -> EnumSet.complementOf(EnumSet.of(Victim.SUPERVISOR));
            case SUPERVISOR, SUPERVISOR_ATTACHING, SUPERVISOR_REAPING -> EnumSet.of(Victim.SUPERVISOR);
        };
    }

    /** Whether the victim is a process that the supervisor has started. */
    private boolean supervised() {
        return victim != Victim.SUPERVISOR && !attaches();
    }

    /** At which passage the victim waits: where there are many, not at the first, so that the flow is under way. */
    long passage() {
        return switch (gate.of()) {
            case PUBLISHER, READER -> 20;
            case SUPERVISOR_REAPING -> 2; // the first time, it lets in who is to die
            default -> 1;
        };
    }

    boolean hasReader() {
        return victim == Victim.BLOCKING_READER || victim == Victim.LOSSY_READER;
    }

    /**
     * Whether the reader that is not the keeper reads losslessly. When the supervisor stands still while it lets in a
     * program, that program cannot read yet: a lossless input of it would hold up the publisher as soon as it has been
     * opened.
     */
    boolean readsAll() {
        return victim != Victim.LOSSY_READER && !(gate.of() == Gate.Of.SUPERVISOR_ATTACHING && fault == Fault.STOP);
    }

    /** Whether the publisher waits while the victim is stopped: for it, or for a dead reader that it has not freed yet. */
    boolean publisherWaits() {
        boolean unfreed = gate == Gate.REAP_UNSEEN || gate == Gate.REAP_PINS;
        return unfreed || (victim == Victim.BLOCKING_READER && gate != Gate.ATTACH_UNSAID);
    }

    /** Whether a program attaches in it. */
    boolean attaches() {
        return gate.of() == Gate.Of.ATTACHING
                || gate.of() == Gate.Of.SUPERVISOR_ATTACHING
                || gate.of() == Gate.Of.SUPERVISOR_REAPING;
    }

    @Override
    public String toString() {
        return gate + " " + fault + " " + victim;
    }
}
