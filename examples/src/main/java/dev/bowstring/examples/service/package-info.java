/** One node asks another, and waits for the answers in several ways. */
@NullMarked
package dev.bowstring.examples.service;

import org.jspecify.annotations.NullMarked;
