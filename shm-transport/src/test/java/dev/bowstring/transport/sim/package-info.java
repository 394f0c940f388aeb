/**
 * A simulated machine with a weak memory, on which the real transport code runs: {@link
 * dev.bowstring.transport.sim.SimulatedMachine}. Which actor goes on, which store becomes visible and who dies is decided
 * by a {@link dev.bowstring.transport.sim.Schedule}, so that every run can be repeated.
 */
package dev.bowstring.transport.sim;
