package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvTest {
    @TempDir
    private Path directory;

    private FlowFile flow;

    @BeforeEach
    void setUp() {
        flow = new FlowFile(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "012", "1:30", "1e3", "0x1F", "true", "2026-01-01", "1_000", ".inf", "a: b"})
    void shouldLeaveTextAsItWasWritten(String text) throws Exception {
        String written = text.contains(" ") ? "'" + text + "'" : text;

        assertThat(flow.node("env: {KEY: " + written + "}").env()).containsEntry("KEY", text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${HOME}/data | /home/user/data",
                "${NOPE:-none} | none",
                "${EMPTY:-none} | none",
                "a${EMPTY}b | ab",
                "${NOPE:-} | ''",
                "$${HOME} | ${HOME}",
                "$$$${HOME} | $${HOME}",
                "$HOME costs $5 | $HOME costs $5",
                "${HOME}${HOME} | /home/user/home/user"
            })
    void shouldFillInVariables(String written, String expected) throws Exception {
        assertThat(flow.node("env: {KEY: '" + written + "'}").env()).containsEntry("KEY", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${NOPE} | refers to variable `NOPE`, which is not set; set it or write `${NOPE:-default}`",
                "${HOME | has a `${` without `}`; write `$$` for a dollar sign",
                "${} | refers to `${}`; write `${NAME}` or `${NAME:-default}`",
                "${A B} | refers to `${A B}`; write `${NAME}` or `${NAME:-default}`",
                "${A:-${B}} | refers to `${A:-${B}`; write `${NAME}` or `${NAME:-default}`"
            })
    void shouldSayWhatAVariableLacks(String written, String problem) {
        assertThat(flow.nodeProblems("env: {KEY: '" + written + "'}"))
                .containsExactly("4:16: variable `KEY` " + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LD_PRELOAD",
                "LD_LIBRARY_PATH",
                "DYLD_INSERT_LIBRARIES",
                "JAVA_TOOL_OPTIONS",
                "_JAVA_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "CLASSPATH",
                "BOWSTRING_TOKEN"
            })
    void shouldRefuseVariablesThatChangeTheLoaderOrTheRuntime(String name) {
        assertThat(flow.nodeProblems("env: {" + name + ": x}"))
                .singleElement()
                .asString()
                .startsWith("4:11: variable `" + name + "` may not be set: ");
    }

    @Test
    void shouldRefuseWhatIsNoVariable() {
        assertThat(flow.nodeProblems("env: {A=B: x, C: [1], D: , E: \"\\0\"}"))
                .containsExactly(
                        "4:11: variable `A=B` is no name of a variable; use letters, digits and `_`",
                        "4:22: variable `C` must be text, not a list",
                        "4:29: variable `D` has no value; give it one or remove it",
                        "4:35: variable `E` holds a NUL character");
    }

    @Test
    void shouldNotLetVariablesGrowWithoutLimit() {
        String fill = "${HOME}".repeat(4_000);

        assertThat(flow.nodeProblems("env: {A: '" + fill + "'}"))
                .containsExactly("4:14: variable `A` has more than 32768 characters when its variables are filled in");
    }
}
