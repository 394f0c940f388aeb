package dev.bowstring.runtime.graph;

/**
 * One node of the graph.
 *
 * @param label what a person reads on it; may have several lines
 */
public record Vertex(String id, String label) {}
