package dev.bowstring.runtime.logs;

/**
 * What became of the lines of one node: {@code printed == belowLevel + stored + rotatedAway + missing}.
 *
 * @param printed all of them
 * @param belowLevel below the {@code min_log_level}: neither stored nor shown
 * @param stored on disk
 * @param rotatedAway stored once, and deleted to make room for later ones
 * @param missing not stored, since the disk took nothing
 * @param heldBack stored, but neither shown nor sent to log outputs, since there were too many in too short a time
 */
public record LogFigures(
        String node, long printed, long belowLevel, long stored, long rotatedAway, long missing, long heldBack) {}
