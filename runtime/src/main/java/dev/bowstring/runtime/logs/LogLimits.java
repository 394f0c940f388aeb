package dev.bowstring.runtime.logs;

/**
 * What is kept of what a node prints.
 *
 * @param least lines below this level are neither stored nor shown
 * @param maxBytes how large one file of its log may become
 * @param rotatedFiles how many full files are kept beside the one that is written
 */
public record LogLimits(LogLevel least, long maxBytes, int rotatedFiles) {
    public static final LogLimits DEFAULT = new LogLimits(LogLevel.TRACE, 32L << 20, 5);
}
