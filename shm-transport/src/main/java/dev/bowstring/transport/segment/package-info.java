/**
 * Files in shared memory: created and fully reserved, checked, mapped, deleted. A word that is kept on disk is mapped
 * here as well: this is the only code that maps.
 *
 * <p>A store into a page the kernel cannot back is skipped by the JVM and reported late, so every byte of a file is
 * written before the file is mapped, and a file is never resized while it is mapped.
 */
@NullMarked
package dev.bowstring.transport.segment;

import org.jspecify.annotations.NullMarked;
