package dev.bowstring.transport.log;

/** Memory that somebody keeps for later and can do without. */
@FunctionalInterface
public interface IdleMemory {
    /** Nothing is kept. */
    IdleMemory NONE = () -> false;

    /**
     * Gives it all back ({@link OutputLog#giveBack}). Called under the output's lock.
     *
     * @return whether there was any
     */
    boolean giveBack();
}
