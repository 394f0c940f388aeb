package dev.bowstring.benchmarks.cell;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One thing to measure, the same for every contender.
 *
 * @param bytes the payload of each message
 * @param fill whether the sender writes every byte and the receiver reads every byte; else the payload lies in place, and
 *     only its first word is touched
 * @param idle how both ends wait: {@code spinning} or {@code blocking}
 * @param hz how many messages are due each second; 0 where the workload is not paced
 * @param width processes of a chain, or receivers of a fan-out
 * @param pinned whether the busy threads are bound to CPUs, in turn
 * @param face how nodes read their events
 * @param burst how many messages are committed together, where a contender of ours can; 1: each by itself
 */
public record Cell(
        Workload workload,
        int bytes,
        boolean fill,
        String idle,
        int hz,
        Shape shape,
        int width,
        boolean pinned,
        String face,
        int burst) {
    /** The default way of reading events. */
    public static final String LOOP = "loop";

    private static final int MOST_SAMPLES = 200_000;
    private static final int WORK_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000L;

    /** Two processes that take turns. */
    public static Cell pingPong(int bytes, boolean fill, String idle) {
        return new Cell(Workload.PING_PONG, bytes, fill, idle, 0, Shape.PAIR, 2, true, LOOP, 1);
    }

    /** So many messages a second, one way. */
    public static Cell paced(int bytes, boolean fill, String idle, int hz) {
        return new Cell(Workload.PACED, bytes, fill, idle, hz, Shape.PAIR, 2, true, LOOP, 1);
    }

    /** Another workload between two processes that wait in the way which suits it. */
    public static Cell of(Workload workload, int bytes, boolean fill, String idle) {
        return new Cell(workload, bytes, fill, idle, 0, Shape.PAIR, 2, true, LOOP, 1);
    }

    /** The same with other processes; not pinned, since they share CPUs. */
    public Cell shaped(Shape other, int processes) {
        return new Cell(workload, bytes, fill, idle, hz, other, processes, false, face, burst);
    }

    /** The same where the scheduler places the processes. */
    public Cell free() {
        return new Cell(workload, bytes, fill, idle, hz, shape, width, false, face, burst);
    }

    /** The same with another way of reading events. */
    public Cell face(String other) {
        return new Cell(workload, bytes, fill, idle, hz, shape, width, pinned, other, burst);
    }

    /** The same with another way of waiting. */
    public Cell idle(String other) {
        return new Cell(workload, bytes, fill, other, hz, shape, width, pinned, face, burst);
    }

    /** The same where so many messages are committed together. */
    public Cell burst(int messages) {
        return new Cell(workload, bytes, fill, idle, hz, shape, width, pinned, face, messages);
    }

    /** A name that is fit for a file, such as {@code ping-pong.8.in-place.spinning.pinned}. */
    public String id() {
        return group() + "." + bytes + "." + (fill ? "filled" : "in-place") + "." + idle
                + (pinned ? ".pinned" : ".free") + (face.equals(LOOP) ? "" : "." + face);
    }

    /** What cells that differ in size alone have in common, first the workload. */
    private String group() {
        String work = workload.name().toLowerCase(Locale.ROOT).replace('_', '-') + (hz > 0 ? "-" + hz : "");
        return switch (shape) {
            case PAIR -> work;
            case CHAIN -> work + ".chain-" + width;
            case FAN_OUT -> work + ".fan-out-" + width;
        };
    }

    /** What the programs are given; {@code process} says which CPU is theirs. */
    public String text(int process, int cpus, WarmUp warmUp) {
        long period = hz > 0 ? SECOND_NS / hz : 0;
        return "bytes=" + bytes
                + ",fill=" + (fill ? 1 : 0)
                + ",idle=" + idle
                + ",messages=" + MOST_SAMPLES
                + "," + warmUp.text(this, period)
                + ",measure_ms=" + measureMs()
                + ",period_ns=" + period
                + ",work_ns=" + (workload == Workload.SLOW_READER ? WORK_NS : 0)
                + ",cpu=" + (pinned ? process % cpus : -1)
                + ",face=" + face
                + ",burst=" + burst;
    }

    private int measureMs() {
        return switch (workload) {
            case PING_PONG -> 500;
            case PACED -> hz < 1000 ? 2500 : 1500;
            default -> 700;
        };
    }

    /** The pairs of such a text. */
    public static Map<String, String> parse(String text) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return pairs;
    }
}
