package dev.bowstring.node.session.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.NodeException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeEnvironmentTest {
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "BOWSTRING_RUN_DIR", "/dev/shm/run",
            "BOWSTRING_NODE", "stats",
            "BOWSTRING_INCARNATION", "2",
            "BOWSTRING_TOKEN", "secret"));

    @Test
    void shouldReadWhoItIs() {
        assertThat(NodeEnvironment.of(variables))
                .isEqualTo(new NodeEnvironment(Path.of("/dev/shm/run"), "stats", 2, "secret"));
    }

    @Test
    void shouldSayHowToStartANodeWhenItWasStartedByHand() {
        assertThatThrownBy(() -> NodeEnvironment.of(Map.of()))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("this program is a node of a dataflow (BOWSTRING_RUN_DIR is not set)")
                .hasMessageContaining("java -jar bowstring.jar run FLOW.yml");
    }

    @Test
    void shouldRefuseGarbage() {
        variables.put("BOWSTRING_INCARNATION", "two");

        assertThatThrownBy(() -> NodeEnvironment.of(variables))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("BOWSTRING_INCARNATION is 'two'");
    }

    @Test
    void shouldNameTheFlagThatIsMissing() {
        // No package of java.base is open or exported to a module that does not even read it.
        Module stranger = ModuleLayer.boot().findModule("java.sql").orElseThrow();

        assertThatThrownBy(() -> JvmFlags.check(stranger))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("--add-opens=java.base/java.nio=ALL-UNNAMED");
        JvmFlags.check();
    }
}
