package dev.bowstring.examples.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the nodes compute, without processes and shared memory. */
class EarthquakesTest {

    @Test
    void shouldReadEarthquakesOldestFirst() {
        List<Earthquake> earthquakes = FeedNode.parse("""
                {"features":[{"properties":{"mag":2,"place":"4km W of Castaic, CA","time":1517966773840,"updated":1}},
                {"properties":{"mag":-0.5,"place":"Kodiak","time":1517964979027,"updated":2}}]}
                """);

        assertThat(earthquakes)
                .containsExactly(
                        new Earthquake(Instant.parse("2018-02-07T00:56:19.027Z"), -0.5),
                        new Earthquake(Instant.parse("2018-02-07T01:26:13.840Z"), 2));
    }

    @Test
    void shouldSumUpADay() {
        Instant noon = Instant.parse("2018-02-06T12:00:00Z");

        Day day = new Day().and(new Earthquake(noon, 6.4)).and(new Earthquake(noon.plusSeconds(1), 1));

        assertThat(day).hasToString("2018-02-06:   2 earthquakes, mean 3.70, largest 6.4,  1 of 4.5 or more");
    }
}
