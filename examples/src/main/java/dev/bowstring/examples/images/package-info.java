/** A camera that pans over a photograph, its edges, and a picture of the last frame; every frame is checked. */
@NullMarked
package dev.bowstring.examples.images;

import org.jspecify.annotations.NullMarked;
