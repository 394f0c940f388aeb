package dev.bowstring.benchmarks.latency;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.cell.Shape;
import dev.bowstring.benchmarks.cell.Workload;
import dev.bowstring.benchmarks.contender.Contender;
import dev.bowstring.benchmarks.contender.Contenders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What is measured, by how long one is willing to wait for it. */
enum Plan {
    /** Ours, the floor, and each installed peer at one size: two minutes. */
    QUICK {
        @Override
        List<Group> groups() {
            return List.of(
                    peers("Taking turns, spinning: half a round trip", 1, Cell.pingPong(QUICK_SIZE, false, SPINNING)),
                    peers("Taking turns, asleep: half a round trip", 1, Cell.pingPong(QUICK_SIZE, false, BLOCKING)),
                    peers("As many as flow control lets through", 1, Cell.of(Workload.SATURATED, 64, false, SPINNING)),
                    ours("Start-up", 2, Cell.of(Workload.START_UP, 8, false, BLOCKING)),
                    ours("Waiting", 1, Cell.of(Workload.IDLE, 8, false, BLOCKING)));
        }
    },
    /** Ours in full, the peers at five sizes in their best mode: half an hour. */
    ALL {
        @Override
        List<Group> groups() {
            List<Group> groups = new ArrayList<>();
            groups.add(peers("Taking turns, payload in place, spinning", 3, turns(PEER_SIZES, false, SPINNING)));
            groups.add(peers("Taking turns, payload in place, asleep", 3, turns(PEER_SIZES, false, BLOCKING)));
            groups.addAll(common());
            groups.add(peers("A thousand a second, one way", 3, paced(1000, BLOCKING, 8, 4 << 10)));
            groups.add(peers("As many as flow control lets through", 3, saturated(64)));
            groups.add(peers("The same, every byte written and read", 3, filled(SPINNING, 4 << 20)));
            groups.add(peers("The same, asleep", 3, filled(BLOCKING, 4 << 20)));
            return groups;
        }
    },
    /** Every cell for every contender that does it. */
    FULL {
        @Override
        List<Group> groups() {
            List<Group> groups = new ArrayList<>();
            for (String idle : List.of(SPINNING, BLOCKING)) {
                groups.add(peers("Taking turns, payload in place, " + idle, 3, turns(SIZES, false, idle)));
                groups.add(peers("Taking turns, written and read, " + idle, 3, turns(FILLED, true, idle)));
                groups.add(peers("A thousand a second, " + idle, 3, paced(1000, idle, SIZES)));
                groups.add(peers("A hundred a second, " + idle, 3, paced(100, idle, SIZES)));
                groups.add(peers("Saturated, written and read, " + idle, 3, filled(idle, FILLED)));
            }
            groups.add(peers("Taking turns, asleep, placed by the scheduler", 3, free(turns(SIZES, false, BLOCKING))));
            groups.add(peers("Paced, asleep, placed by the scheduler", 3, free(paced(100, BLOCKING, SIZES))));
            groups.add(peers("As many as flow control lets through", 3, saturated(SIZES)));
            groups.addAll(common());
            return groups;
        }
    };

    static final String SPINNING = "spinning";
    static final String BLOCKING = "blocking";

    private static final int QUICK_SIZE = 4 << 10;
    private static final int[] SIZES = {
        0, 8, 64, 512, 2 << 10, 4 << 10, 16 << 10, 40 << 10, 400 << 10, 4 << 20, 40 << 20
    };
    private static final int[] FILLED = {8, 512, 4 << 10, 40 << 10, 400 << 10, 4 << 20, 40 << 20};
    private static final int[] PEER_SIZES = {8, 512, 4 << 10, 400 << 10, 4 << 20};

    abstract List<Group> groups();

    /** What is ours alone, and the floor beside it. */
    private static List<Group> common() {
        return List.of(
                ours("In place, spinning, every size", 3, turns(SIZES, false, SPINNING)),
                ours("In place, asleep, every size", 3, turns(SIZES, false, BLOCKING)),
                ours("Written and read, spinning", 3, turns(FILLED, true, SPINNING)),
                ours("Written and read, asleep", 3, turns(FILLED, true, BLOCKING)),
                ours("A thousand a second, spinning, one way", 3, paced(1000, SPINNING, 0, 8, 4 << 10, 4 << 20)),
                ours("A hundred a second, asleep, one way", 3, paced(100, BLOCKING, 8, 4 << 10, 4 << 20)),
                ours("The same, placed by the scheduler", 3, free(paced(100, BLOCKING, 8, 4 << 10))),
                ours("Chains, a thousand a second", 3, chains(Cell.paced(64, false, BLOCKING, 1000))),
                ours("Chains, saturated", 3, chains(Cell.of(Workload.SATURATED, 64, false, BLOCKING))),
                ours("Fan-out, a thousand a second", 3, fanOuts(Cell.paced(64, false, BLOCKING, 1000))),
                ours("Fan-out, saturated", 3, fanOuts(Cell.of(Workload.SATURATED, 64, false, BLOCKING))),
                peers("A reader slower than its writer", 3, Cell.of(Workload.SLOW_READER, 400 << 10, false, BLOCKING)),
                ours("Ways to read events", 3, faces()),
                ours("Start-up", 5, Cell.of(Workload.START_UP, 8, false, BLOCKING)),
                ours("Waiting", 3, Cell.of(Workload.IDLE, 8, false, BLOCKING)));
    }

    private static Group peers(String title, int rounds, Cell... cells) {
        return new Group(title, List.of(cells), Contenders.all(), rounds);
    }

    private static Group ours(String title, int rounds, Cell... cells) {
        List<Contender> own = Contenders.all().stream()
                .filter(one -> one.name().startsWith("floor") || one.name().startsWith(Contenders.BOWSTRING))
                .toList();
        return new Group(title, List.of(cells), own, rounds);
    }

    private static Cell[] turns(int[] sizes, boolean fill, String idle) {
        return Arrays.stream(sizes)
                .mapToObj(bytes -> Cell.pingPong(bytes, fill, idle))
                .toArray(Cell[]::new);
    }

    private static Cell[] paced(int hz, String idle, int... sizes) {
        return Arrays.stream(sizes)
                .mapToObj(bytes -> Cell.paced(bytes, false, idle, hz))
                .toArray(Cell[]::new);
    }

    private static Cell[] saturated(int... sizes) {
        return Arrays.stream(sizes)
                .boxed()
                .flatMap(bytes ->
                        Stream.of(SPINNING, BLOCKING).map(idle -> Cell.of(Workload.SATURATED, bytes, false, idle)))
                .toArray(Cell[]::new);
    }

    private static Cell[] filled(String idle, int... sizes) {
        return Arrays.stream(sizes)
                .mapToObj(bytes -> Cell.of(Workload.SATURATED, bytes, true, idle))
                .toArray(Cell[]::new);
    }

    private static Cell[] free(Cell... cells) {
        return Arrays.stream(cells).map(Cell::free).toArray(Cell[]::new);
    }

    private static Cell[] chains(Cell cell) {
        return Stream.of(2, 4, 8).map(width -> cell.shaped(Shape.CHAIN, width)).toArray(Cell[]::new);
    }

    private static Cell[] fanOuts(Cell cell) {
        return Stream.of(1, 4, 16)
                .map(width -> cell.shaped(Shape.FAN_OUT, width))
                .toArray(Cell[]::new);
    }

    private static Cell[] faces() {
        Cell cell = Cell.pingPong(8, false, SPINNING);
        return Stream.of("stages", "publisher").map(cell::face).toArray(Cell[]::new);
    }
}
