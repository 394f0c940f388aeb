package dev.bowstring.benchmarks.latency;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.contender.Contender;
import java.util.List;

/**
 * Measurements that belong beside each other.
 *
 * @param runs how often each contender runs in a round, in turn
 */
record Group(String title, List<Cell> cells, List<Contender> contenders, int runs) {}
