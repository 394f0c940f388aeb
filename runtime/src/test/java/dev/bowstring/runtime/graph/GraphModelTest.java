package dev.bowstring.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** Random graphs beside an obviously right model: a matrix of who reaches whom, closed by brute force. */
class GraphModelTest {
    private static final int GRAPHS = 500 * Integer.getInteger("bowstring.seeds", 1);

    @Test
    void shouldAgreeWithTheClosureOfAMatrix() {
        long seed = Long.getLong("bowstring.seed", 20_260_802L);
        Random random = new Random(seed);
        for (int i = 0; i < GRAPHS; i++) {
            Graph graph = randomGraph(random);
            String replay = "seed " + seed + ", graph " + i + ": " + graph.edges();

            compareCycles(graph, replay);
            compareBlockingCycles(graph, replay);
        }
    }

    private static void compareCycles(Graph graph, String replay) {
        BiPredicate<String, String> reaches = closure(graph, graph.edges());
        Cycles cycles = new Cycles(graph);
        Set<String> sources = new HashSet<>();
        graph.vertices().forEach(vertex -> sources.add(vertex.id()));
        for (Edge edge : graph.edges()) {
            boolean inside = reaches.test(edge.to(), edge.from());
            assertThat(cycles.isInside(edge)).as(replay).isEqualTo(inside);
            if (!inside) {
                sources.remove(edge.to());
            }
        }
        assertThat(cycles.sources()).as(replay).isEqualTo(sources);
    }

    private static void compareBlockingCycles(Graph graph, String replay) {
        List<Edge> blocking = graph.edges().stream()
                .filter(edge -> graph.edges().stream()
                        .anyMatch(other -> other.backpressure() && other.port().equals(edge.port())))
                .toList();
        BiPredicate<String, String> reaches = closure(graph, blocking);
        Set<Edge> expected = new HashSet<>();
        blocking.stream().filter(edge -> reaches.test(edge.to(), edge.from())).forEach(expected::add);

        List<List<Edge>> cycles = BlockingCycles.find(graph, Integer.MAX_VALUE);

        Set<Edge> named = new HashSet<>();
        for (List<Edge> cycle : cycles) {
            named.addAll(cycle);
            for (int i = 0; i < cycle.size(); i++) {
                assertThat(cycle.get(i).to())
                        .as(replay)
                        .isEqualTo(cycle.get((i + 1) % cycle.size()).from());
            }
        }
        assertThat(named).as(replay).isEqualTo(expected);
    }

    private static BiPredicate<String, String> closure(Graph graph, List<Edge> edges) {
        int size = graph.vertices().size();
        boolean[][] reaches = new boolean[size][size];
        edges.forEach(edge -> reaches[Integer.parseInt(edge.from())][Integer.parseInt(edge.to())] = true);
        for (int via = 0; via < size; via++) {
            for (int from = 0; from < size; from++) {
                for (int to = 0; to < size; to++) {
                    reaches[from][to] |= reaches[from][via] && reaches[via][to];
                }
            }
        }
        // A node on no cycle does not reach itself, yet an edge to itself is one.
        return (from, to) -> reaches[Integer.parseInt(from)][Integer.parseInt(to)];
    }

    private static Graph randomGraph(Random random) {
        int size = 1 + random.nextInt(8);
        List<Vertex> vertices = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (int to = 0; to < size; to++) {
            vertices.add(new Vertex("" + to, "" + to));
            for (int input = random.nextInt(4); input > 0; input--) {
                String output = "o" + random.nextInt(2);
                String from = "" + random.nextInt(size);
                edges.add(new Edge(from, output, "" + to, "i" + input, random.nextInt(3) == 0, ""));
            }
        }
        return new Graph(vertices, edges, List.of());
    }
}
