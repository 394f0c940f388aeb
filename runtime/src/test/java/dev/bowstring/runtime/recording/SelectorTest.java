package dev.bowstring.runtime.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SelectorTest {
    private static final List<String> OUTPUTS = List.of("camera/left", "camera/right", "cam/left", "radar/points");

    private static List<String> chosen(String written) {
        return Selector.of(written).among(OUTPUTS);
    }

    @Test
    void shouldChooseOutputsByNameAndByPattern() {
        assertThat(chosen("camera")).containsExactly("camera/left", "camera/right");
        assertThat(chosen("camera/left")).containsExactly("camera/left");
        assertThat(chosen("cam*/left")).containsExactly("camera/left", "cam/left");
        assertThat(chosen("radar, camera/right")).containsExactly("camera/right", "radar/points");
        assertThat(chosen("*")).isEqualTo(OUTPUTS);
    }

    @Test
    void shouldNameWhatMeansNothing() {
        assertThatThrownBy(() -> chosen("camera,lidar"))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("no output is called `lidar`; there are camera/left");
        assertThatThrownBy(() -> chosen("camera/.*")).hasMessageContaining("`camera/.*`");
        assertThatThrownBy(() -> chosen(" ")).hasMessageContaining("the selector is empty");
    }
}
