package dev.bowstring.runtime.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(lines::add);

    @Test
    void shouldSplitAtLineEndsWhereverTheReadsEnd() {
        feed("one\ntw");
        feed("o\r\n\nthree");
        splitter.finish();

        assertThat(lines).containsExactly("one", "two", "", "three");
    }

    @Test
    void shouldCutALongLineAndSayHowLongItWas() {
        for (int i = 0; i < 100; i++) {
            feed("x".repeat(1000));
        }
        feed("\nnext\n");

        assertThat(lines)
                .containsExactly(
                        "x".repeat(LineSplitter.MAX_LINE_BYTES) + " ... (cut: the line has 100000 bytes)", "next");
    }

    @Test
    void shouldEscapeWhatATerminalWouldObey() {
        feed("a\tb\u001b[2Jc\u0007\u009b\u202e\r d\n");

        assertThat(lines).containsExactly("a\tb\\x1b[2Jc\\x07\\x9b\\u202e\\x0d d");
    }

    @Test
    void shouldReplaceBytesThatAreNoText() {
        splitter.feed(new byte[] {'a', (byte) 0xFF, 'b', '\n'}, 4);

        assertThat(lines).containsExactly("a\ufffdb");
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        splitter.feed(bytes, bytes.length);
    }
}
