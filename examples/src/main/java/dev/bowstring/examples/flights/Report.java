package dev.bowstring.examples.flights;

import java.util.Locale;

/** Sums flights up. */
final class Report {
    private static final int HOURS = 24;

    private final long[] flightsByHour = new long[HOURS];
    private final long[] delayByHour = new long[HOURS];
    private long rows;
    private long delay;
    private int worst = Integer.MIN_VALUE;
    private long late;
    private long distance;

    /** The hour of day in which a flight left. */
    static int hour(float time) {
        return Math.floorMod((int) time, HOURS);
    }

    void add(int delayMinutes, int distanceMiles, int hour, boolean overAnHourLate) {
        rows++;
        delay += delayMinutes;
        worst = Math.max(worst, delayMinutes);
        late += overAnHourLate ? 1 : 0;
        distance += distanceMiles;
        flightsByHour[hour]++;
        delayByHour[hour] += delayMinutes;
    }

    /** The report as it is printed and compared. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "flights %,d", rows);
        line(text, "total delay %,d minutes, worst %,d", delay, worst);
        line(text, "over an hour late %,d", late);
        line(text, "total distance %,d miles", distance);
        for (int hour = 0; hour < HOURS; hour++) {
            if (flightsByHour[hour] > 0) {
                double mean = (double) delayByHour[hour] / flightsByHour[hour];
                line(text, "hour %02d: %,d flights, mean delay %.2f minutes", hour, flightsByHour[hour], mean);
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
