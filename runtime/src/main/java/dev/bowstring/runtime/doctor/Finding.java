package dev.bowstring.runtime.doctor;

/**
 * One thing the doctor has looked at.
 *
 * @param about what was looked at, in a word or two
 * @param what what was found
 * @param cure what helps; empty when nothing needs to be done
 */
public record Finding(Level level, String about, String what, String cure) {
    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Dataflows run, but not as well, or not all of them. */
        WARNING,
        /** No dataflow runs, or not safely. */
        PROBLEM
    }

    static Finding ok(String about, String what) {
        return new Finding(Level.OK, about, what, "");
    }

    static Finding warning(String about, String what, String cure) {
        return new Finding(Level.WARNING, about, what, cure);
    }

    static Finding problem(String about, String what, String cure) {
        return new Finding(Level.PROBLEM, about, what, cure);
    }
}
