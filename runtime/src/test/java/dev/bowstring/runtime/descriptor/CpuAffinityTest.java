package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuAffinityTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2          | 2
            0-3        | 0,1,2,3
            '"3, 0-1"' | 0,1,3
            [1, 0]     | 0,1
            [0, 2-3]   | 0,2,3
            1023       | 1023
            """)
    void shouldTakeNumbersRangesAndListsOfThem(String value, String list) throws Exception {
        assertThat(node(value).affinity().list()).isEqualTo(list);
    }

    @Test
    void shouldLetANodeRunAnywhereThatSaysNothing() throws Exception {
        assertThat(new FlowFile(directory).node("path: /bin/sh").affinity().binds())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -1               | `cpu_affinity` is `-1`; write numbers of CPUs from 0 to 1023
            1024             | `cpu_affinity` is `1024`
            0-1024           | `cpu_affinity` is `0-1024`
            99999999999      | `cpu_affinity` is
            3-1              | `cpu_affinity` is `3-1`
            1-2-3            | `cpu_affinity` is `1-2-3`
            '"0,"'           | `cpu_affinity` is `0,`
            '""'             | `cpu_affinity` is ``
            0x1              | `cpu_affinity` is `0x1`
            all              | `cpu_affinity` is `all`
            []               | `cpu_affinity` names no CPU
            [0, 0]           | names CPU 0 twice
            '"0-2,1"'        | names CPU 1 twice
            [[0]]            | must be text, not a list
            {a: 1}           | must be text, not a map
            """)
    void shouldRefuseAnythingElse(String value, String problem) {
        assertThat(new FlowFile(directory).problems("nodes: [{id: a, path: /bin/sh, cpu_affinity: " + value + "}]"))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void shouldRefuseItForADynamicNode() {
        assertThat(new FlowFile(directory).problems("nodes: [{id: a, path: dynamic, cpu_affinity: 0}]"))
                .anyMatch(problem -> problem.contains("`cpu_affinity` means nothing for a dynamic node"));
    }

    private NodeSpec node(String value) throws Exception {
        return new FlowFile(directory).node("path: /bin/sh", "cpu_affinity: " + value);
    }
}
