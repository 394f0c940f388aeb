package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArenaFileSizeTest {
    private static final long MIB = 1 << 20;
    private static final long PLENTY = 1L << 40;

    @Test
    void shouldDoubleTheLastFile() {
        assertThat(ArenaFileSize.of(100, 8 * MIB, 256 * MIB, PLENTY)).isEqualTo(16 * MIB);
    }

    @Test
    void shouldFitTheRequestInWholePages() {
        assertThat(ArenaFileSize.of(40 * MIB + 128, 8 * MIB, 256 * MIB, PLENTY)).isEqualTo(40 * MIB + 4096);
    }

    @Test
    void shouldTakeWhatIsLeftOfTheLimit() {
        assertThat(ArenaFileSize.of(9 * MIB, 8 * MIB, 10 * MIB, PLENTY)).isEqualTo(10 * MIB);
    }

    @Test
    void shouldRefuseWhatTheLimitCannotHold() {
        assertThat(ArenaFileSize.of(11 * MIB, 8 * MIB, 10 * MIB, PLENTY)).isEqualTo(ArenaFileSize.NONE);
    }

    @Test
    void shouldBeModestWhenTheFileSystemIsNearlyFull() {
        assertThat(ArenaFileSize.of(2 * MIB, 8 * MIB, 256 * MIB, 3 * MIB)).isEqualTo(2 * MIB);
        assertThat(ArenaFileSize.of(4 * MIB, 8 * MIB, 256 * MIB, 3 * MIB)).isEqualTo(ArenaFileSize.NONE);
    }
}
