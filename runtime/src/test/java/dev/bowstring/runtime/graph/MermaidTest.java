package dev.bowstring.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MermaidTest {
    @Test
    void shouldDrawNodesEdgesAndTimers() {
        Graph graph = new Graph(
                List.of(new Vertex("end", "end"), new Vertex("viewer", "viewer\nShows <b>\"all\"</b> & more")),
                List.of(
                        new Edge("end", "frames", "viewer", "image", false, "latest"),
                        new Edge("viewer", "clicks", "end", "clicks", false, "")),
                List.of(
                        new BuiltInEdge("timer/hz/30", "end", "tick"),
                        new BuiltInEdge("timer/hz/30", "viewer", "tock")));

        assertThat(Mermaid.render(graph)).isEqualTo("""
                        flowchart LR
                          n0["end"]
                          n1["viewer<br/>Shows #lt;b#gt;#quot;all#quot;#lt;/b#gt; #amp; more"]
                          t0(["timer/hz/30"])
                          n0 -->|"frames as image (latest)"| n1
                          n1 -->|"clicks"| n0
                          t0 -.->|"tick"| n0
                          t0 -.->|"tock"| n1
                        """);
    }
}
