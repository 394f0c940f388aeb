package dev.bowstring.node.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrelationTest {
    private static final Correlation.Answered<String> NOBODY = new Correlation.Answered<>() {
        @Override
        public Correlation.Taken by(String one, Message message) {
            return Correlation.Taken.TOO_LATE;
        }

        @Override
        public void never(String one, Correlation.End why) {
            throw new IllegalStateException("never: one=" + one);
        }
    };

    @Test
    void shouldRefuseMoreThanMayBeOpenUntilOneIsForgotten() {
        try (TestNode test = TestNode.builder().build()) {
            Correlation<String> correlation = new Correlation<>(test.node(), List.of(), "request_id", NOBODY);
            for (int i = 0; i < Correlation.MOST; i++) {
                correlation.open("id" + i, "one");
            }

            assertThatThrownBy(() -> correlation.open("more", "one"))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining(Correlation.MOST + " requests or goals")
                    .hasMessageContaining("see whether the server answers");
            correlation.forget("id7");
            assertThat(correlation.open("more", "one")).isEmpty();
        }
    }
}
