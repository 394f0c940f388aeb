package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    @Test
    void shouldSuggestTheClosestNameAndNameAll() {
        assertThat(Suggestion.among(List.of("flights", "late"), "fligths"))
                .isEqualTo("did you mean 'flights'? Known: flights, late");
    }

    @Test
    void shouldSuggestNothingFarFetched() {
        assertThat(Suggestion.among(List.of("flights", "late"), "images")).isEqualTo("Known: flights, late");
        assertThat(Suggestion.among(List.of(), "images")).contains("declare it");
    }
}
