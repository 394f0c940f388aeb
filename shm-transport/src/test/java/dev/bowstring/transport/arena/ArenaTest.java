package dev.bowstring.transport.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ArenaTest {
    private static final long ADDRESS = 1L << 30;
    private static final int SIZE = 128 + 1024;

    private final AtomicBuffer file = new UnsafeBuffer(new byte[SIZE]);
    private final Arena arena = new Arena();

    ArenaTest() {
        arena.addFile(3, file, ADDRESS, SIZE);
    }

    @Test
    void shouldPlaceTheFirstBlockBehindTheHeaderOfItsFile() {
        Block block = arena.allocateFresh(65);

        assertThat(block.arena()).isEqualTo(3);
        assertThat(block.offset()).isEqualTo(128);
        assertThat(block.length()).isEqualTo(128);
        assertThat(block.address()).isEqualTo(ADDRESS + 128);
        assertThat(block.buffer()).isSameAs(file);
        assertThat(block).hasToString("Block[arena=3, offset=128, length=128, count=1]");
    }

    @Test
    void shouldHandOutWarmMemoryOnlyOnceThereIsSome() {
        assertThat(arena.allocateWarm(64)).isNull();
        Block first = arena.allocateFresh(64);
        arena.drop(first);

        Block second = arena.allocateFresh(64);
        Block third = arena.allocateWarm(1);

        assertThat(second.offset()).isEqualTo(192);
        assertThat(third.offset()).isEqualTo(128);
        assertThat(arena.touched()).isEqualTo(128);
    }

    @Test
    void shouldTakeTheShortestExtentThatIsLongEnough() {
        Block[] blocks = {fresh(256), fresh(64), fresh(128), fresh(64), fresh(192), fresh(64)};
        arena.drop(blocks[0]);
        arena.drop(blocks[2]);
        arena.drop(blocks[4]);

        assertThat(arena.allocateWarm(128).offset()).isEqualTo(128 + 320);
        assertThat(arena.allocateWarm(128).offset()).isEqualTo(128 + 512);
        assertThat(arena.allocateWarm(128).offset()).isEqualTo(128);
    }

    @Test
    void shouldJoinFreeNeighboursInAnyOrder() {
        Block[] blocks = {fresh(64), fresh(64), fresh(64), fresh(64)};

        arena.drop(blocks[0]);
        arena.drop(blocks[2]);
        arena.drop(blocks[1]);
        arena.drop(blocks[3]);

        assertThat(arena.allocateWarm(256).offset()).isEqualTo(128);
        assertThat(arena.used()).isEqualTo(256);
    }

    @Test
    void shouldUseAFreeTailTogetherWithFreshMemory() {
        arena.drop(fresh(600));

        assertThat(arena.allocateWarm(1024)).isNull();
        Block whole = arena.allocateFresh(1024);

        assertThat(whole.offset()).isEqualTo(128);
        assertThat(arena.touched()).isEqualTo(1024).isEqualTo(arena.size());
        assertThat(arena.allocateFresh(1)).isNull();
    }

    @Test
    void shouldFreeAFileUsedToTheLastUnit() {
        Block whole = fresh(1024);
        assertThat(arena.blockContaining(ADDRESS + SIZE - 1)).isSameAs(whole);
        assertThat(arena.blockContaining(ADDRESS + SIZE)).isNull();

        arena.drop(whole);

        assertThat(arena.used()).isZero();
        assertThat(arena.allocateWarm(1025)).isNull();
        assertThat(arena.allocateWarm(1024)).isNotNull();
    }

    @Test
    void shouldGoOnInTheNextFile() {
        fresh(1024);
        arena.addFile(4, new UnsafeBuffer(new byte[4096]), ADDRESS - 4096, 4096);

        Block block = fresh(2048);

        assertThat(block.arena()).isEqualTo(4);
        assertThat(arena.blockContaining(block.address() + 2047)).isSameAs(block);
        assertThat(arena.size()).isEqualTo(1024 + 4096 - 128);
    }

    @Test
    void shouldKeepABlockUntilItsLastCountIsGone() {
        Block block = fresh(64);
        arena.hold(block);

        arena.drop(block);
        assertThat(arena.blockContaining(block.address())).isSameAs(block);
        arena.drop(block);

        assertThat(arena.blockContaining(block.address())).isNull();
    }

    @Test
    void shouldDropWhatWasGivenBackAtTheNextDrain() {
        Block block = fresh(64);
        arena.hold(block);
        arena.giveBack(block);
        arena.giveBack(block);

        assertThat(arena.used()).isEqualTo(64);
        arena.drainGivenBack();

        assertThat(arena.used()).isZero();
    }

    @Test
    void shouldRefuseToDropACountThatIsGivenBack() {
        Block block = fresh(64);
        arena.giveBack(block);

        assertThatThrownBy(() -> arena.drop(block))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("given back: block=Block[arena=3, offset=128");

        arena.drainGivenBack();
        assertThat(arena.used()).isZero();
    }

    @Test
    void shouldReportWhatWasGivenBackTooOftenAndDropTheRest() {
        Block first = fresh(64);
        Block twice = fresh(64);
        Block last = fresh(64);
        Stream.of(first, twice, twice, last).forEach(arena::giveBack);

        assertThatThrownBy(arena::drainGivenBack)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("times=2");

        assertThat(arena.used()).isZero();
        assertThatThrownBy(() -> arena.giveBack(twice)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNoticeAStaleReferenceForAWhile() {
        Block stale = fresh(64);
        arena.drop(stale);

        List<Block> others = new ArrayList<>();
        for (int i = 0; i < Blocks.REST; i++) {
            Block other = arena.allocateWarm(64);
            arena.drop(other);
            others.add(other);
            assertThatThrownBy(() -> arena.drop(stale)).isInstanceOf(IllegalStateException.class);
        }

        assertThat(others).doesNotContain(stale);
        assertThat(arena.allocateWarm(64)).isSameAs(stale);
    }

    @Test
    void shouldShareExactlyEqualBlocksAtRecovery() {
        Block first = arena.markUsed(3, 512, 128);

        assertThat(arena.markUsed(3, 512, 128)).isSameAs(first);
        arena.drop(first);

        assertThat(arena.used()).isEqualTo(128);
        assertThat(arena.touched()).isEqualTo(512);
        assertThat(arena.allocateWarm(384).offset()).isEqualTo(128);
    }

    @Test
    void shouldCoverWhatOthersUsePartsOf() {
        Block lower = arena.markUsed(3, 256, 128);
        Block upper = arena.markUsed(3, 512, 128);
        List<Block> covered = new ArrayList<>();

        assertThat(arena.cover(3, 320, 512, covered)).isTrue();

        assertThat(covered).hasSize(4).contains(lower, upper);
        assertThat(arena.used()).isEqualTo(832 - 256);
        arena.drop(lower);
        arena.drop(upper);
        assertThat(arena.used()).as("still covered").isEqualTo(832 - 256);
        covered.forEach(arena::drop);
        assertThat(arena.used()).isZero();
        assertThat(arena.cover(3, 64, 64, covered)).isFalse();
    }

    @Test
    void shouldRefuseToMarkWhatCannotBeABlock() {
        arena.markUsed(3, 512, 128);

        assertThat(arena.markUsed(3, 512, 64)).isNull();
        assertThat(arena.markUsed(3, 576, 128)).isNull();
        assertThat(arena.markUsed(3, 448, 1024 + 128 - 448)).isNull();
        assertThat(arena.markUsed(3, 64, 64)).isNull();
        assertThat(arena.markUsed(3, 130, 64)).isNull();
        assertThat(arena.markUsed(3, 128, 0)).isNull();
        assertThat(arena.markUsed(3, 128, 65)).isNull();
        assertThat(arena.markUsed(3, -64, 64)).isNull();
        assertThat(arena.markUsed(3, 1152, 64)).isNull();
        assertThat(arena.markUsed(3, 128, Long.MAX_VALUE - 63)).isNull();
        assertThat(arena.markUsed(3, Long.MAX_VALUE - 63, 64)).isNull();
        assertThat(arena.markUsed(2, 128, 64)).isNull();
        assertThat(arena.markUsed(-1, 128, 64)).isNull();
        assertThat(arena.markUsed(256, 128, 64)).isNull();
        assertThat(arena.used()).isEqualTo(128);
        assertThat(arena.touched()).isEqualTo(512);
    }

    private static boolean wouldFit(Arena arena, long bytes, Block... dropped) {
        Rehearsal drops = arena.rehearse(bytes);
        List.of(dropped).forEach(drops::drop);
        return drops.fits();
    }

    @Test
    void shouldFindOutHowManyDropsMakeRoom() {
        Block[] blocks = {fresh(256), fresh(256), fresh(256), fresh(256)};
        arena.hold(blocks[1]);

        assertThat(wouldFit(arena, 512, blocks[0], blocks[1])).isFalse();
        assertThat(wouldFit(arena, 512, blocks[1], blocks[0], blocks[1])).isTrue();
        assertThat(wouldFit(arena, 512, blocks[2], blocks[3])).isTrue();
        Rehearsal rehearsal = arena.rehearse(1024);
        assertThat(Stream.of(3, 1, 0, 2, 1).map(i -> rehearsal.drop(blocks[i])))
                .containsExactly(false, false, false, false, true);

        assertThat(arena.used()).isEqualTo(1024);
    }

    @Test
    void shouldRefuseToRehearseMoreDropsThanCounts() {
        Block block = fresh(1024);

        assertThatThrownBy(() -> wouldFit(arena, 64, block, block))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more drops than counts: block=");
        assertThat(wouldFit(arena, 1024, block)).isTrue();
        assertThat(wouldFit(arena, 1025, block)).isFalse();
    }

    @Test
    void shouldRefuseBlocksOfAnotherArena() {
        Block block = fresh(64);
        Arena other = new Arena();

        assertThatThrownBy(() -> other.drop(block)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> other.hold(block)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> other.giveBack(block)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> wouldFit(other, 1, block)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseRequestsWithoutASize() {
        assertThatThrownBy(() -> arena.allocateWarm(0)).hasMessage("block without a size: bytes=0");
        assertThatThrownBy(() -> arena.allocateFresh(-1)).hasMessage("block without a size: bytes=-1");
        assertThat(arena.allocateFresh(Long.MAX_VALUE)).isNull();
        assertThat(arena.allocateWarm(Long.MAX_VALUE)).isNull();
        assertThat(wouldFit(arena, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void shouldRefuseFilesThatCannotBeRight() {
        assertRefused(3, ADDRESS + SIZE, SIZE, "arena file known already: index=3");
        assertRefused(-1, ADDRESS + SIZE, SIZE, "arena file out of range: index=-1");
        assertRefused(256, ADDRESS + SIZE, SIZE, "arena file out of range: index=256");
        assertRefused(4, ADDRESS + SIZE, 191, "arena file out of range: size=191");
        assertRefused(4, ADDRESS + SIZE, (1L << 30) + 1, "arena file out of range: size=1073741825");
        assertRefused(4, ADDRESS + SIZE, SIZE + 1, "arena file shorter than its size: capacity=1152");
        assertRefused(4, ADDRESS + SIZE + 8, SIZE, "arena file not aligned: address=1073742984");
        assertRefused(4, ADDRESS + SIZE - 64, SIZE, "arena file overlaps another one: address=1073742912");
        assertThat(arena.size()).isEqualTo(1024);
    }

    private void assertRefused(int index, long address, long size, String message) {
        assertThatThrownBy(() -> arena.addFile(index, file, address, size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private Block fresh(long bytes) {
        Block block = arena.allocateFresh(bytes);
        assertThat(block).isNotNull();
        return block;
    }
}
