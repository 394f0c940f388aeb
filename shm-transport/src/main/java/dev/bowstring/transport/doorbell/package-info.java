/**
 * How a sleeping node is woken: one page per node, a futex word in it, and two flags that say what its threads wait for.
 *
 * <pre>
 *   sleep:  b = BELL; WAITING = 1; full fence; look at everything again; futex_wait(BELL, b, at most 1 s); WAITING = 0
 *   ring:   commit or release; full fence; if WAITING is set: BELL + 1, futex_wake(BELL, all)
 * </pre>
 *
 * <p>The two fences pair: of a sleeper that stores WAITING and then looks, and a ringer that stores what is looked at and
 * then reads WAITING, at least one sees the other's store. BELL is read before the look, so that a ring between the look
 * and the futex call makes that call return at once. A wake-up is only a hint (invariant L8): who is woken looks again.
 */
@NullMarked
package dev.bowstring.transport.doorbell;

import org.jspecify.annotations.NullMarked;
