package dev.bowstring.runtime.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DataflowReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedCpusTest {
    @TempDir
    private Path directory;

    @Test
    void shouldRefuseCpusThatTheRuntimeMayNotUseAndNameThoseItMay() throws Exception {
        Dataflow flow = flow("""
                nodes:
                  - {id: a, path: /bin/sh, cpu_affinity: [0, 2-3]}
                  - {id: b, path: /bin/sh, cpu_affinity: 1}
                  - {id: c, path: /bin/sh}
                  - {id: d, path: /bin/sh, cpu_affinity: "1,6"}
                """);

        assertThatThrownBy(() -> allowed("0-1,6").check(flow))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("flow.yml:2:42: node a: `cpu_affinity` names CPU 2, 3,"
                        + " but the runtime may use CPU 0-1,6 only")
                .hasMessageNotContainingAny("node b", "node c", "node d");
        allowed("0-7").check(flow);
    }

    @Test
    void shouldLeaveItToTheKernelWhereItIsUnknown() throws Exception {
        Dataflow flow = flow("nodes: [{id: a, path: /bin/sh, cpu_affinity: 1000}]");

        new AllowedCpus(directory.resolve("missing")).check(flow);
    }

    private AllowedCpus allowed(String list) throws Exception {
        return new AllowedCpus(Files.writeString(
                directory.resolve("status"), "Name:\tx\nCpus_allowed:\tff\nCpus_allowed_list:\t" + list + "\n"));
    }

    private Dataflow flow(String yaml) throws Exception {
        return DataflowReader.read(Files.writeString(directory.resolve("flow.yml"), yaml));
    }
}
