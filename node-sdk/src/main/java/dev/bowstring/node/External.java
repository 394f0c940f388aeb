package dev.bowstring.node;

/**
 * Something that came from outside the dataflow, through an {@link ExternalSource}.
 *
 * @param source the name the source was given
 * @param value what came; of the type of the source
 * @param arrivedNs when it came, on the scale of {@link System#nanoTime}: its place among the messages of the inputs
 */
public record External(String source, Object value, long arrivedNs) implements Event {}
