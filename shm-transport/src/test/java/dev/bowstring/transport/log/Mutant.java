package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.Words;

/** A rule of the protocol that is left out; this one leaves out none. */
class Mutant {
    static final Mutant NONE = new Mutant();

    /** How one life of a process accesses shared memory. */
    static class Accesses {
        Words words(SimulatedFile file, Words words) {
            return words;
        }

        Fence fence(Fence fence) {
            return fence;
        }

        /** The publisher recovers, or is ready to send. */
        void recovering(boolean begins) {}

        /** The publisher makes room by step 4, or has tried to. */
        void evicting(boolean begins) {}
    }

    Accesses publisher(LogWorld world) {
        return new Accesses();
    }

    Accesses reader(LogWorld world, int number) {
        return new Accesses();
    }

    /** The supervisor, while a reader attaches or is demoted. */
    Accesses supervisor(LogWorld world) {
        return new Accesses();
    }

    Payload payload(Block message, Block... blocks) {
        return new Payload(message, blocks);
    }

    boolean poolReturnsAtOnce() {
        return false;
    }

    /** A pooled message is described anew as if nothing had changed. */
    boolean describesSilently() {
        return false;
    }

    Fence sleeperFence(Fence fence) {
        return fence;
    }

    /** An at-least-once reader takes like any other. */
    boolean movesTheCursorAtOnce() {
        return false;
    }

    boolean clearsPinsOfTheDead() {
        return true;
    }

    boolean clearsPinsOfTheLiving() {
        return false;
    }

    boolean ringsAfterADeath() {
        return true;
    }

    boolean tellsRestartsLate() {
        return false;
    }

    boolean ringsAfterAnAttach() {
        return true;
    }

    boolean ringsAfterADemotion() {
        return true;
    }

    boolean clearsPinsOfTheDemoted() {
        return false;
    }
}
