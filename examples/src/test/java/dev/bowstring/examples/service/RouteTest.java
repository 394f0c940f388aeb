package dev.bowstring.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.junit.jupiter.api.Test;

/** What the server computes, without processes and shared memory. */
class RouteTest {

    @Test
    void shouldBeHalfTheCircumferenceFromPoleToPole() {
        assertThat(new Route(90, 0, -90, 0).kilometres()).isCloseTo(20_015, offset(1.0));
        assertThat(new Route(48, 11, 48, 11).kilometres()).isZero();
    }

    @Test
    void shouldBeTheSameAsAMessage() {
        Route route = new Route(1, 2, 3, 4);
        try (RootAllocator allocator = new RootAllocator();
                Float8Vector vector = route.vector(allocator)) {
            assertThat(Route.of(vector)).isEqualTo(route);
        }
    }

    @Test
    void shouldKnowWhatIsNotOnTheEarth() {
        assertThat(new Route(90, 0, 0, 0).isPossible()).isTrue();
        assertThat(new Route(0, 0, -90.5, 0).isPossible()).isFalse();
    }
}
