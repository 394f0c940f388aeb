package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of damaged files: each is read or refused with problems, and nothing else ever happens. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DataflowFuzzTest {
    private static final int MUTATIONS = 5_000 * Integer.getInteger("bowstring.seeds", 1);
    private static final String VALID = """
            name: vision
            start_timeout: 90s
            env: &env {MODE: no, HOME: "${HOME}/x", COST: '$$5'}
            nodes:
              - id: camera
                path: Node.java
                classpath: [., "Node.java"]
                args: --rate 30 "two words"
                env: *env
                inputs:
                  tick: dora/timer/hz/30
                  back: {source: viewer/clicks, queue_size: 3}
                outputs: [frames, {id: raw, arena: 64 MB, arena_max: 1GiB}]
                jvm_options: [-Xmx64m]
                start: eager
                restart_policy: never
              - id: viewer # a comment
                path: sh
                description: |
                  Two
                  lines.
                inputs:
                  image: {source: camera/frames, queue_policy: latest}
                  raw: {source: camera/raw, queue_size: 4, queue_policy: backpressure, max_held: 2}
                outputs: [clicks]
            """;
    private static final List<String> FRAGMENTS = List.of(
            "[",
            "]",
            "{",
            "}",
            ":",
            ",",
            "-",
            "&a ",
            "*a",
            "*env",
            "!!x ",
            "!",
            "|",
            ">",
            "'",
            "\"",
            "\\",
            "#",
            "? ",
            "\n",
            "\t",
            "\r",
            "\0",
            "\uFEFF",
            "\u0085",
            "\u2028",
            "${",
            "}",
            "$",
            "~",
            "null",
            "<<: *env",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "../",
            "dora/",
            "timer/",
            "999999999999",
            "-1",
            "\\x00",
            "\"\\uD800\"",
            "\ud83d\ude00");

    @TempDir
    private Path directory;

    @Test
    void shouldReadOrRefuseWhateverItIsGiven() {
        FlowFile flow = new FlowFile(directory);
        long seed = Long.getLong("bowstring.seed", 20_260_801L);
        Random random = new Random(seed);

        assertThat(flow.problems(VALID)).isEmpty();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = mutate(random);
            try {
                flow.readBytes(mutant);
            } catch (InvalidDataflowException invalid) { // One of the two answers that are allowed.
                assertThat(invalid.problems()).isNotEmpty();
            } catch (RuntimeException | StackOverflowError wrong) { // The failure that this test looks for.
                fail("seed " + seed + ", mutation " + i + ":\n" + new String(mutant, StandardCharsets.UTF_8), wrong);
            }
        }
    }

    private static byte[] mutate(Random random) {
        StringBuilder text = new StringBuilder(VALID);
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
                case 2 -> text.insert(random.nextInt(text.length()), text.substring(from, to));
                default -> text.replace(from, to, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
