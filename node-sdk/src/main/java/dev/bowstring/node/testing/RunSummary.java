package dev.bowstring.node.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.StreamSupport;

/** How a dataflow has ended, as {@code bowstring run --json} says it. */
public final class RunSummary {
    private final int exitCode;
    private final JsonNode json;

    private RunSummary(int exitCode, JsonNode json) {
        this.exitCode = exitCode;
        this.json = json;
    }

    static RunSummary of(int exitCode, String json) {
        try {
            return new RunSummary(exitCode, new ObjectMapper().readTree(json));
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("the summary of the run is no JSON: " + json, notOurs);
        }
    }

    /** 0 if every node has ended well, 1 if one has failed, 2 if nothing could be started. */
    public int exitCode() {
        return exitCode;
    }

    /** Whether every node has ended well. */
    public boolean ok() {
        return exitCode == 0;
    }

    /** Why the run has failed; empty if it has not. */
    public String failure() {
        return json.path("failure").asText();
    }

    /**
     * What became of the messages of one edge: {@code published == received + dropped + unread}.
     *
     * @param output {@code node/output}
     * @param input {@code node/input}
     */
    public record Edge(String output, String input, long published, long received, long dropped, long unread) {}

    /** What became of the messages of each edge. */
    public List<Edge> edges() {
        return StreamSupport.stream(json.path("edges").spliterator(), false)
                .map(RunSummary::edge)
                .toList();
    }

    private static Edge edge(JsonNode edge) {
        return new Edge(
                edge.path("output").asText(),
                edge.path("input").asText(),
                edge.path("published").asLong(),
                edge.path("received").asLong(),
                edge.path("dropped").asLong(),
                edge.path("unread").asLong());
    }

    /** The edge that ends in {@code node/input}. */
    public Edge edge(String input) {
        return edges().stream()
                .filter(edge -> edge.input().equals(input))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no input '" + input + "'; the edges are " + edges()));
    }

    /** All of it, as JSON. */
    @Override
    public String toString() {
        return json.toPrettyString();
    }
}
