package dev.bowstring.examples.reactive;

import java.time.LocalDate;
import java.util.Locale;

/** The earthquakes of a day, summed up; the date is that of the last one. */
record Day(LocalDate date, long count, double sum, double largest, long strong) {
    private static final double STRONG = 4.5;

    /** None yet. */
    Day() {
        this(LocalDate.EPOCH, 0, 0, Double.NEGATIVE_INFINITY, 0);
    }

    Day and(Earthquake earthquake) {
        double magnitude = earthquake.magnitude();
        return new Day(
                earthquake.day(),
                count + 1,
                sum + magnitude,
                Math.max(largest, magnitude),
                strong + (magnitude >= STRONG ? 1 : 0));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %3d earthquakes, mean %.2f, largest %.1f, %2d of 4.5 or more",
                date,
                count,
                sum / count,
                largest,
                strong);
    }
}
