package dev.bowstring.benchmarks.latency;

/**
 * One thing to measure.
 *
 * @param bytes the payload of each message
 * @param idle how both ends wait: {@code spinning} or {@code blocking}
 * @param face how both nodes read their events
 * @param fill whether the sender writes every byte and the receiver reads every byte; else the payload lies in place
 */
record Case(int bytes, String idle, Face face, boolean fill) {
    private static final long FILLED_BYTES = 3L << 30;
    private static final int MIN_MESSAGES = 40;
    private static final int MAX_MESSAGES = 40_000;

    /** How many round trips are measured: fewer where each moves much memory. */
    int messages() {
        return fill ? (int) Math.max(MIN_MESSAGES, Math.min(MAX_MESSAGES, FILLED_BYTES / (4L * bytes))) : MAX_MESSAGES;
    }

    /** How many round trips come first and are not counted. */
    int warmUp() {
        return fill && bytes > 1 << 20 ? messages() / 4 : MAX_MESSAGES / 2;
    }

    /** Read by {@link #parse} in another process. */
    String encode() {
        return bytes + ":" + idle + ":" + face + ":" + fill;
    }

    static Case parse(String text) {
        String[] parts = text.split(":", -1);
        return new Case(Integer.parseInt(parts[0]), parts[1], Face.valueOf(parts[2]), Boolean.parseBoolean(parts[3]));
    }
}
