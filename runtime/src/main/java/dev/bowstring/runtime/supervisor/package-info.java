/**
 * The supervisor of a run: it makes and removes the shared files, starts and stops the nodes, and cleans up after them.
 * It is not on the data path.
 *
 * <p>One agent thread does everything but the draining of pipes and the starting of processes; clock, processes and
 * files are parameters.
 */
@NullMarked
package dev.bowstring.runtime.supervisor;

import org.jspecify.annotations.NullMarked;
