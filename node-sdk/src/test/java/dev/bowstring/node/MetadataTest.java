package dev.bowstring.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.message.MetadataCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataTest {

    @Test
    void shouldGiveBackWhatWasPutByItsType() {
        Metadata metadata = Metadata.builder()
                .put("airport", "ATL")
                .put("flights", 12)
                .put("delay", 2.5)
                .put("late", true)
                .put("hours", List.of(1L, 2L))
                .build();

        assertThat(metadata.string("airport")).contains("ATL");
        assertThat(metadata.integer("flights")).hasValue(12);
        assertThat(metadata.number("delay")).hasValue(2.5);
        assertThat(metadata.bool("late")).contains(true);
        assertThat(metadata.list("hours")).isEqualTo(List.of(1L, 2L));
        assertThat(metadata.asMap().keySet()).containsExactly("airport", "flights", "delay", "late", "hours");
    }

    @Test
    void shouldAnswerNothingForAnotherTypeOrName() {
        Metadata metadata = Metadata.of("airport", "ATL");

        assertThat(metadata.integer("airport")).isEmpty();
        assertThat(metadata.string("port")).isEmpty();
        assertThat(metadata.list("airport")).isEmpty();
        assertThat(Metadata.EMPTY.isEmpty()).isTrue();
    }

    @Test
    void shouldTravelAsBytes() {
        Metadata metadata = Metadata.of(Map.of("names", List.of("a", "b")));

        assertThat(Metadata.of(MetadataCodec.decode(metadata.toBytes())))
                .isEqualTo(metadata)
                .hasToString("{names=[a, b]}");
        assertThat(metadata.size()).isEqualTo(metadata.toBytes().length);
        assertThat(Metadata.EMPTY.toBytes()).isEmpty();
    }

    @Test
    void shouldRefuseTooMuchByTheNameOfTheLargestValue() {
        Metadata.Builder builder = Metadata.builder().put("small", 1).put("large", "x".repeat(70_000));

        assertThatThrownBy(builder::build)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("exceeds 65536 bytes at 'large'");
    }

    @Test
    void shouldRefuseATypeItCannotSend() {
        assertThatThrownBy(() -> Metadata.of(Map.of("when", new Object())))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("'when' is a Object");
        assertThatThrownBy(() -> Metadata.of(Map.of("mixed", List.of(1L, "one"))))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("'mixed' mixes Long and String");
    }

    @Test
    @SuppressWarnings("NullAway")
    void shouldNameWhatIsNull() {
        assertThatThrownBy(() -> Metadata.of("name", (String) null))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("'name' is null");
        assertThatThrownBy(() -> Metadata.builder().put("names", Arrays.asList("a", null)))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("'names'")
                .hasMessageContaining("leave out");
    }
}
