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
    /** Ours, the floor, and each installed peer at one size, in its best mode: two minutes. */
    QUICK {
        @Override
        List<Group> groups() {
            return List.of(
                    peers("Taking turns, spinning: half a round trip", Cell.pingPong(QUICK_SIZE, false, SPINNING)),
                    sleepers("Taking turns, asleep: half a round trip", Cell.pingPong(QUICK_SIZE, false, BLOCKING)),
                    startUp(),
                    ours("Waiting", Cell.of(Workload.IDLE, 8, false, BLOCKING)));
        }
    },
    /** Ours in full, the peers at five sizes in their best mode: twenty-five minutes a round. */
    ALL {
        @Override
        List<Group> groups() {
            List<Group> groups = new ArrayList<>();
            groups.add(peers("Taking turns, payload in place, spinning", turns(PEER_SIZES, false, SPINNING)));
            groups.add(peers("As many as flow control lets through, spinning", saturated(SPINNING, false, 64)));
            groups.add(sleepers("Taking turns, payload in place, asleep", turns(EXTREME_SIZES, false, BLOCKING)));
            groups.add(withoutPython(
                    sleepers("Taking turns, payload in place, asleep: between", turns(MIDDLE_SIZES, false, BLOCKING))));
            groups.add(peers("A thousand a second, asleep, one way", paced(1000, BLOCKING, 4 << 10)));
            groups.add(peers("4 MB written and read, spinning", saturated(SPINNING, true, 4 << 20)));
            groups.addAll(common(ALL_FILLED));
            groups.add(sleepers("As many as flow control lets through, asleep", saturated(BLOCKING, false, 64)));
            groups.add(sleepers("4 MB written and read, asleep", saturated(BLOCKING, true, 4 << 20)));
            groups.add(spinners("Taking turns asleep, who could spin too", Cell.pingPong(64, false, BLOCKING)));
            return groups;
        }
    },
    /** Every cell for every contender that does it. */
    FULL {
        @Override
        List<Group> groups() {
            List<Group> groups = new ArrayList<>();
            for (String idle : List.of(SPINNING, BLOCKING)) {
                groups.add(peers("Taking turns, payload in place, " + idle, turns(SIZES, false, idle)));
                groups.add(peers("Taking turns, written and read, " + idle, turns(FILLED, true, idle)));
                groups.add(peers("A thousand a second, " + idle, paced(1000, idle, SIZES)));
                groups.add(peers("A hundred a second, " + idle, paced(100, idle, SIZES)));
                groups.add(peers("Saturated, " + idle, saturated(idle, false, SIZES)));
                groups.add(peers("Saturated, written and read, " + idle, saturated(idle, true, FILLED)));
            }
            groups.add(peers("Taking turns, asleep, placed by the scheduler", free(turns(SIZES, false, BLOCKING))));
            groups.add(peers("Paced, asleep, placed by the scheduler", free(paced(100, BLOCKING, SIZES))));
            groups.addAll(common(FILLED));
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
    private static final int[] ALL_FILLED = {4 << 10, 400 << 10, 4 << 20, 40 << 20};
    private static final int[] PEER_SIZES = {8, 512, 4 << 10, 400 << 10, 4 << 20};
    private static final int[] EXTREME_SIZES = {8, 4 << 20};
    private static final int[] MIDDLE_SIZES = {512, 4 << 10, 400 << 10};

    abstract List<Group> groups();

    /** How often all of it is measured unless somebody says otherwise. */
    int rounds() {
        return this == FULL ? 3 : 1;
    }

    /** What becomes of runs during which the floor moved, where so many tries are asked for. */
    Patience patience(int tries) {
        return this == QUICK ? Patience.NONE : Patience.of(tries);
    }

    /** What is ours alone, and the floor beside it. */
    private static List<Group> common(int... filled) {
        return List.of(
                startUp(),
                ours("Waiting", Cell.of(Workload.IDLE, 8, false, BLOCKING)),
                ours("Written and read, spinning", turns(filled, true, SPINNING)),
                ours("In place, spinning, every size", turns(SIZES, false, SPINNING)),
                ours("A hundred a second, asleep, one way", paced(100, BLOCKING, 8, 4 << 20)),
                ours("Chains, a thousand a second", chains(Cell.paced(64, false, BLOCKING, 1000))),
                ours("Chains, saturated", chains(Cell.of(Workload.SATURATED, 64, false, BLOCKING))),
                ours("Fan-out, a thousand a second", fanOuts(Cell.paced(64, false, BLOCKING, 1000))),
                ours("Fan-out, saturated", fanOuts(Cell.of(Workload.SATURATED, 64, false, BLOCKING))),
                peers("A reader slower than its writer", Cell.of(Workload.SLOW_READER, 400 << 10, false, BLOCKING)),
                ours("Ways to read events", faces()),
                new Group("Recorded or not", List.of(recorded()), Contenders.recorded(), 1),
                oursAndTheFloor("Written and read, asleep", turns(filled, true, BLOCKING)),
                oursAndTheFloor("In place, asleep, every size", turns(SIZES, false, BLOCKING)),
                ours("A thousand a second, spinning, one way", paced(1000, SPINNING, 0, 8, 4 << 20)),
                ours("A hundred a second, placed by the scheduler", free(paced(100, BLOCKING, 8))));
    }

    /** The floor, ours, and the peers that cannot spin. */
    private static Group sleepers(String title, Cell... cells) {
        Cell spinning = cells[0].idle(SPINNING);
        List<Contender> some = Contenders.all().stream()
                .filter(one -> isOurs(one) || !one.fits(spinning))
                .toList();
        return new Group(title, List.of(cells), some, 1);
    }

    private static Group withoutPython(Group group) {
        List<Contender> some = group.contenders().stream()
                .filter(one -> !one.name().contains("Python"))
                .toList();
        return new Group(group.title(), group.cells(), some, group.runs());
    }

    /** The floor, ours, and the peers that can spin as well. */
    private static Group spinners(String title, Cell cell) {
        List<Contender> some = Contenders.all().stream()
                .filter(one -> isOurs(one) || one.fits(cell.idle(SPINNING)))
                .toList();
        return new Group(title, List.of(cell), some, 1);
    }

    private static boolean isOurs(Contender one) {
        return one.name().startsWith("floor") || one.name().startsWith(Contenders.BOWSTRING);
    }

    private static Group peers(String title, Cell... cells) {
        return new Group(title, List.of(cells), Contenders.all(), 1);
    }

    private static Group ours(String title, Cell... cells) {
        return new Group(title, List.of(cells), own(), 1);
    }

    private static List<Contender> own() {
        return Contenders.all().stream().filter(Plan::isOurs).toList();
    }

    private static Group startUp() {
        return new Group("Start-up", List.of(Cell.of(Workload.START_UP, 8, false, BLOCKING)), own(), 2);
    }

    /** Beside the floor that waits as we do. */
    private static Group oursAndTheFloor(String title, Cell... cells) {
        List<Contender> own = own().stream()
                .filter(one -> !one.name().equals(Contenders.FUTEX_FLOOR))
                .toList();
        return new Group(title, List.of(cells), own, 1);
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

    private static Cell[] saturated(String idle, boolean fill, int... sizes) {
        return Arrays.stream(sizes)
                .mapToObj(bytes -> Cell.of(Workload.SATURATED, bytes, fill, idle))
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

    private static Cell[] recorded() {
        return new Cell[] {
            Cell.pingPong(8, false, BLOCKING),
            Cell.pingPong(4 << 10, false, BLOCKING),
            Cell.pingPong(400 << 10, false, BLOCKING),
            Cell.paced(4 << 10, false, BLOCKING, 1000),
            Cell.of(Workload.SATURATED, 64, false, BLOCKING),
            Cell.of(Workload.SATURATED, 4 << 20, true, BLOCKING)
        };
    }

    private static Cell[] faces() {
        Cell cell = Cell.pingPong(8, false, SPINNING);
        return Stream.of("stages", "publisher").map(cell::face).toArray(Cell[]::new);
    }
}
