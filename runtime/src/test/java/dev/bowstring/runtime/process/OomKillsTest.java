package dev.bowstring.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.process.OomKills.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomKillsTest {
    @TempDir
    private Path directory;

    @Test
    void shouldCountInBothVersionsOfControlGroups() throws Exception {
        write("proc/vmstat", "nr_free_pages 7\noom_kill 12\n");
        write("proc/self/cgroup", "0::/user.slice/app\n");
        write("groups/user.slice/app/memory.events", "oom 9\noom_kill 3\noom_group_kill 1\n");
        assertThat(look()).isEqualTo(new Count(OptionalLong.of(3), OptionalLong.of(12)));

        write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/app\n0::/\n");
        write("groups/memory/app/memory.oom_control", "under_oom 0\noom_kill 4\n");
        assertThat(look().cgroup()).hasValue(4);
    }

    @Test
    void shouldLookAtTheRootWhereAContainerHidesThePath() throws Exception {
        write("proc/self/cgroup", "0::/docker/1234\n");
        write("groups/memory.events", "oom_kill 5\n");

        assertThat(look()).isEqualTo(new Count(OptionalLong.of(5), OptionalLong.empty()));
    }

    @Test
    void shouldNotKnowWhatNobodySays() throws Exception {
        assertThat(look()).isEqualTo(new Count(OptionalLong.empty(), OptionalLong.empty()));
        write("proc/self/cgroup", "nonsense\n0::/x\n4:memory\n");
        write("proc/vmstat", "oom_kill many\n");
        assertThat(look()).isEqualTo(new Count(OptionalLong.empty(), OptionalLong.empty()));
    }

    private Count look() {
        return new OomKills(directory.resolve("proc"), directory.resolve("groups")).look();
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }
}
