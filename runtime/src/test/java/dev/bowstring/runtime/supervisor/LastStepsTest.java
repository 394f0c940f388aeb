package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastStepsTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void shouldTakeEveryStepThoughOneFailsAndSaySo() {
        List<String> notes = new ArrayList<>();

        new LastSteps(notes::add)
                .then(() -> done.add("kill"))
                .then(() -> {
                    throw new IllegalStateException("/dev/shm/x cannot be deleted");
                })
                .then(() -> done.add("close logs"));

        assertThat(done).containsExactly("kill", "close logs");
        assertThat(notes).singleElement().asString().contains("/dev/shm/x cannot be deleted");
    }
}
