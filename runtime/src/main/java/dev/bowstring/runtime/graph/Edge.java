package dev.bowstring.runtime.graph;

/**
 * The link from one output to one input.
 *
 * @param backpressure whether this input, by its own policy, makes the publisher wait
 * @param note what a picture says beside the names of the ports; empty for the default policy
 */
public record Edge(String from, String output, String to, String input, boolean backpressure, String note) {

    Port port() {
        return new Port(from, output);
    }

    /** The output that an edge starts at. */
    record Port(String node, String output) {}
}
