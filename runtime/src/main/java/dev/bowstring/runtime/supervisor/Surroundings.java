package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.process.Processes;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The world as the supervisor sees it; a test puts its own here.
 *
 * @param nanoTime the monotonic clock that all processes share
 * @param wallNs the wall clock, in ns since 1970
 * @param chance from 0 to less than 1, anew at each call
 * @param lines takes what nodes print
 * @param notes takes sentences for the user
 */
record Surroundings(
        Processes processes,
        LongSupplier nanoTime,
        LongSupplier wallNs,
        DoubleSupplier chance,
        LineSink lines,
        Consumer<String> notes) {}
