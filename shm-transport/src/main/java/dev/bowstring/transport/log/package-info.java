/**
 * The output log: one publisher, many readers, no lock between processes.
 *
 * <p>The invariants every line here leans on; code cites them by number:
 * <ul>
 *   <li>L1 One writer per word. Ownership passes only through the supervisor, after the old owner is proved dead.
 *   <li>L2 Commit is one store: TAIL. A message exists for every reader or for none.
 *   <li>L3 Nothing inside the window, and no block of a message that a pin names, is ever written.
 *   <li>L4 Free memory is derived (all that no message in the window, in limbo under a pin, or in the making uses), never
 *       stored. Start-up is recovery.
 *   <li>L5 A reader touches a message only after: store pin, full fence, re-check OLDEST &lt;= sequence. On a firm edge
 *       (BLOCKING, never demoted while its reader lives) only after: store pin, then CURSOR, both with release.
 *   <li>L6 Pins of a process are cleared only when the kernel says that process is gone. Never by lease or heartbeat.
 *   <li>L7 Everything the supervisor does at a death is idempotent; a second pass may repeat it.
 *   <li>L8 No wait and no retry without a bound; a wake-up is only a hint.
 *   <li>L9 What is read from shared memory is copied to locals and range-checked before it is used.
 *   <li>L10 OLDEST &lt;= TAIL &lt;= OLDEST + slots, and OLDEST never passes the cursor of a BLOCKING reader. For every edge,
 *       always, received + dropped + unread == TAIL - START.
 * </ul>
 *
 * <p>The publisher's end is {@link OutputLog}, a reader's end {@link InputLog}, the supervisor's {@link SupervisedOutput}.
 * The ordering points W1 to W4 (publisher) and H1 to H3 (reader) are named where they stand in the code.
 */
@NullMarked
package dev.bowstring.transport.log;

import org.jspecify.annotations.NullMarked;
