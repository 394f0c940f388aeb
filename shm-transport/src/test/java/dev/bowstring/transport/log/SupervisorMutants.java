package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.sim.Order;

/** The supervisor with one rule left out, each. */
final class SupervisorMutants {
    private SupervisorMutants() {}

    /** The pins of a process are cleared although it lives. */
    static final class PinsOfTheLivingCleared extends Mutant {
        @Override
        boolean clearsPinsOfTheLiving() {
            return true;
        }
    }

    /** The pins of a process are left when it has died. */
    static final class PinsOfTheDeadLeft extends Mutant {
        @Override
        boolean clearsPinsOfTheDead() {
            return false;
        }
    }

    /** Nobody is rung when somebody has died. */
    static final class NoRingAfterADeath extends Mutant {
        @Override
        boolean ringsAfterADeath() {
            return false;
        }
    }

    /** The number of arena files may be seen before the size of the last. */
    static final class ArenaCountPlain extends Mutant {
        @Override
        Accesses supervisor(LogWorld world) {
            return Mutants.weakening(world.control, OutputControlLayout.ARENA_COUNT, Order.PLAIN);
        }
    }

    /** A restart is told once the next life of the publisher has begun. */
    static final class RestartToldLate extends Mutant {
        @Override
        boolean tellsRestartsLate() {
            return true;
        }
    }
}
