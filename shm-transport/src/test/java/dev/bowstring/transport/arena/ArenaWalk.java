package dev.bowstring.transport.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.arena.ArenaModel.Owned;
import dev.bowstring.transport.arena.ArenaModel.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** One seeded walk: every step does the same to an arena and to the model, and compares them. */
final class ArenaWalk {
    private static final int MAX_FILES = 4;
    private static final int MAX_MESSAGES = 60;
    private static final int UNIT = 64;

    /** A block and its id in the model. */
    private record Held(Block block, int id) {}

    private final Random random;
    private final List<List<Held>> messages = new ArrayList<>();
    private final List<Held> allocations = new ArrayList<>();
    private final List<Held> givenBack = new ArrayList<>();
    private final List<Long> addresses = new ArrayList<>();
    private ArenaModel model = new ArenaModel();
    private Arena arena = new Arena();
    String op = "none";

    ArenaWalk(long seed) {
        random = new Random(seed);
        addFile();
    }

    void step() {
        int dice = random.nextInt(1000);
        if (dice < 300) {
            allocate();
        } else if (dice < 450) {
            makeMessage();
        } else if (dice < 600) {
            dropMessage();
        } else if (dice < 740) {
            giveBack();
        } else if (dice < 860) {
            dropAllocation();
        } else if (dice < 920) {
            drain();
        } else if (dice < 975) {
            rehearse();
        } else if (dice < 990) {
            misuse();
        } else if (dice < 998) {
            markAnywhere();
        } else {
            recover();
        }
        compareSums();
        compareOneAddress();
    }

    /** What is free at the end must be one extent per file, as long as what was touched. */
    void dropEverything() {
        op = "drop everything";
        while (!messages.isEmpty()) {
            dropMessage();
        }
        while (!allocations.isEmpty()) {
            dropAllocation();
        }
        drain();
        compareSums();
        assertThat(arena.used()).isZero();
        List<Integer> touched = new ArrayList<>();
        for (int mark : model.highWater) {
            touched.add(mark - ArenaModel.FIRST);
        }
        touched.sort(Collections.reverseOrder());
        for (int units : touched) {
            if (units > 0) {
                assertThat(arena.allocateWarm((long) units * UNIT)).isNotNull();
            }
        }
        assertThat(arena.used()).isEqualTo(arena.touched());
    }

    private void addFile() {
        op = "add file";
        int index = addresses.size();
        int units = index == 0 ? 150 : 200 + random.nextInt(600);
        long address = (1L << 40) + (long) (MAX_FILES - index) * 1000 * UNIT;
        addresses.add(address);
        model.addFile(units);
        addFile(arena, index);
    }

    private void addFile(Arena to, int index) {
        int size = model.files.get(index).length * UNIT + random.nextInt(UNIT);
        to.addFile(index, new UnsafeBuffer(new byte[size]), addresses.get(index), size);
    }

    private void allocate() {
        long bytes = randomBytes();
        int units = (int) ((bytes + UNIT - 1) / UNIT);
        if (random.nextInt(8) != 0) {
            op = "allocate warm: bytes=" + bytes;
            if (keepWarm(arena.allocateWarm(bytes), units)) {
                return;
            }
        }
        op = "allocate fresh: bytes=" + bytes;
        Block block = arena.allocateFresh(bytes);
        Run expected = model.freshFor(units);
        if (expected != null) {
            assertThat(runOf(block)).isEqualTo(expected);
            allocations.add(new Held(block, model.take(expected)));
            return;
        }
        assertThat(block).isNull();
        if (model.files.size() < MAX_FILES && random.nextInt(50) == 0) {
            addFile();
        }
    }

    private boolean keepWarm(Block block, int units) {
        int fit = model.bestFit(units);
        if (fit == 0) {
            assertThat(block).isNull();
            return false;
        }
        assertThat(block).isNotNull();
        Run run = runOf(block);
        assertThat(run.length()).isEqualTo(units);
        assertThat(model.freeRuns(run.file())).contains(new Run(run.file(), run.start(), fit));
        allocations.add(new Held(block, model.take(run)));
        return true;
    }

    private void makeMessage() {
        if (messages.size() == MAX_MESSAGES) {
            dropMessage();
        }
        op = "make message";
        List<Held> message = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0 && !allocations.isEmpty(); i--) {
            message.add(any(allocations));
        }
        if (!messages.isEmpty() && random.nextBoolean()) { // a dictionary that an earlier message has as well
            message.add(any(any(messages)));
        }
        for (Held held : message) {
            arena.hold(held.block);
            model.live.get(held.id).count++;
        }
        if (!message.isEmpty()) {
            messages.add(message);
        }
    }

    private void dropMessage() {
        op = "drop message";
        if (!messages.isEmpty()) {
            for (Held held : removeAny(messages)) {
                drop(held);
            }
        }
    }

    private void dropAllocation() {
        op = "drop allocation";
        if (!allocations.isEmpty()) {
            drop(removeAny(allocations));
        }
    }

    private void drop(Held held) {
        arena.drop(held.block);
        model.drop(held.id);
    }

    private void giveBack() {
        op = "give back";
        if (!allocations.isEmpty()) {
            Held held = removeAny(allocations);
            arena.giveBack(held.block);
            givenBack.add(held);
        }
    }

    private void drain() {
        op = "drain";
        arena.drainGivenBack();
        for (Held held : givenBack) {
            model.drop(held.id);
        }
        givenBack.clear();
    }

    private void rehearse() {
        drain();
        op = "rehearse";
        ArenaModel copy = new ArenaModel(model);
        List<Block> dropped = new ArrayList<>();
        int units = 1 + random.nextInt(random.nextBoolean() ? 30 : 400);
        Rehearsal rehearsal = arena.rehearse((long) units * UNIT);
        assertThat(rehearsal.fits()).isEqualTo(fits(copy, units));
        List<List<Held>> inOrder = new ArrayList<>(messages);
        Collections.shuffle(inOrder, random);
        inOrder.add(allocations);
        for (List<Held> message : inOrder.subList(0, random.nextInt(inOrder.size() + 1))) {
            for (Held held : message) {
                boolean fitted = rehearsal.fits();
                copy.drop(held.id);
                dropped.add(held.block);
                assertThat(rehearsal.drop(held.block)).isEqualTo(fitted || fits(copy, units));
            }
        }
        Rehearsal again = arena.rehearse((long) units * UNIT);
        dropped.forEach(again::drop);
        assertThat(again.fits()).isEqualTo(fits(copy, units));
    }

    private static boolean fits(ArenaModel model, int units) {
        return model.bestFit(units) > 0 || model.freshFor(units) != null;
    }

    private void misuse() {
        op = "misuse";
        Block block = arena.allocateWarm(UNIT);
        if (block != null) {
            arena.drop(block);
            assertThatThrownBy(() -> arena.drop(block)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> arena.hold(block)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> arena.giveBack(block)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> new Arena().drop(block)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Marking is for recovery, but must be right at any time. */
    private void markAnywhere() {
        int file = random.nextInt(model.files.size());
        int start = ArenaModel.FIRST + random.nextInt(model.files.get(file).length - ArenaModel.FIRST);
        Run run = new Run(file, start, 1 + random.nextInt(20));
        op = "mark: run=" + run;
        boolean inside = start + run.length() <= model.files.get(file).length;
        boolean expected = inside && model.isFree(run);
        Block block = mark(arena, run);
        if (expected) {
            assertThat(runOf(block)).isEqualTo(run);
            allocations.add(new Held(block, model.take(run)));
        } else if (block != null) {
            Owned owned = model.live.get(model.ownerAt(file, start));
            assertThat(owned.at).isEqualTo(run);
            owned.count++;
            allocations.add(new Held(block, model.ownerAt(file, start)));
        } else if (inside) {
            Owned owned = model.live.get(model.ownerAt(file, start));
            assertThat(owned == null || !owned.at.equals(run)).isTrue();
        }
    }

    /** The publisher dies; its messages stay, what only its heap knew of is free. */
    private void recover() {
        op = "recover";
        Arena recovered = new Arena();
        ArenaModel recoveredModel = new ArenaModel();
        for (int index = 0; index < model.files.size(); index++) {
            recoveredModel.addFile(model.files.get(index).length);
            addFile(recovered, index);
        }
        Collections.shuffle(messages, random);
        Map<Integer, Held> known = new HashMap<>();
        for (List<Held> message : messages) {
            for (int i = 0; i < message.size(); i++) {
                Run run = model.live.get(message.get(i).id).at;
                int oldId = message.get(i).id;
                Block block = mark(recovered, run);
                assertThat(runOf(block)).isEqualTo(run);
                Held before = known.get(oldId);
                if (before == null) {
                    known.put(oldId, new Held(block, recoveredModel.take(run)));
                } else {
                    assertThat(block).isSameAs(before.block);
                    recoveredModel.live.get(before.id).count++;
                }
                message.set(i, known.get(oldId));
                refuseOverlaps(recovered, recoveredModel, run);
            }
        }
        arena = recovered;
        model = recoveredModel;
        allocations.clear();
        givenBack.clear();
    }

    private void refuseOverlaps(Arena in, ArenaModel its, Run run) {
        long used = in.used();
        long touched = in.touched();
        assertThat(mark(in, new Run(run.file(), run.start(), run.length() + 1))).isNull();
        assertThat(mark(in, new Run(run.file(), run.start() - 1, run.length() + 1)))
                .isNull();
        if (run.length() > 1) {
            assertThat(mark(in, new Run(run.file(), run.start() + 1, run.length() - 1)))
                    .isNull();
        }
        assertThat(in.used()).isEqualTo(used).isEqualTo(its.usedUnits() * UNIT);
        assertThat(in.touched()).isEqualTo(touched).isEqualTo(its.touchedUnits() * UNIT);
    }

    private static Block mark(Arena in, Run run) {
        return in.markUsed(run.file(), (long) run.start() * UNIT, (long) run.length() * UNIT);
    }

    private void compareSums() {
        assertThat(arena.size()).isEqualTo(model.sizeUnits() * UNIT);
        assertThat(arena.used()).isEqualTo(model.usedUnits() * UNIT);
        assertThat(arena.touched()).isEqualTo(model.touchedUnits() * UNIT);
    }

    private void compareOneAddress() {
        op += ", then look up";
        int file = random.nextInt(model.files.size());
        int unit = random.nextInt(model.files.get(file).length);
        long address = addresses.get(file) + (long) unit * UNIT;
        int owner = model.ownerAt(file, unit);
        Block first = arena.blockContaining(address);
        assertThat(arena.blockContaining(address + UNIT - 1)).isSameAs(first);
        if (owner == 0) {
            assertThat(first).isNull();
            return;
        }
        Owned owned = model.live.get(owner);
        assertThat(runOf(first)).isEqualTo(owned.at);
        assertThat(first.count).isEqualTo(owned.count);
        assertThat(arena.blockContaining(first.address())).isSameAs(first);
        assertThat(arena.blockContaining(first.address() + first.length() - 1)).isSameAs(first);
        assertThat(arena.blockContaining(first.address() - 1)).isNotSameAs(first);
        assertThat(arena.blockContaining(first.address() + first.length())).isNotSameAs(first);
    }

    private long randomBytes() {
        return switch (random.nextInt(10)) {
            case 0 -> 1 + random.nextInt(UNIT);
            case 1, 2, 3 -> 320;
            case 4, 5 -> 1 + random.nextInt(20 * UNIT);
            case 6, 7 -> 16 * UNIT;
            case 8 -> 1 + random.nextInt(130 * UNIT);
            default -> (60 + random.nextInt(200)) * (long) UNIT;
        };
    }

    private static Run runOf(Block block) {
        assertThat(block).isNotNull();
        return new Run(block.arena(), (int) (block.offset() / UNIT), (int) (block.length() / UNIT));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> T removeAny(List<T> list) {
        int at = random.nextInt(list.size());
        T removed = list.get(at);
        list.set(at, list.get(list.size() - 1));
        list.remove(list.size() - 1);
        return removed;
    }
}
