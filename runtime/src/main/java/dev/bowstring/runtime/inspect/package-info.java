/**
 * Looks at runs from outside: what their directories in shared memory say, read-only. There is no daemon to ask; the one
 * thing that is said to a supervisor is that its run shall end.
 */
@NullMarked
package dev.bowstring.runtime.inspect;

import org.jspecify.annotations.NullMarked;
