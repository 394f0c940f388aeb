package dev.bowstring.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java in the Javadoc and in the README compiles. What the user of the API would have written himself is in {@link
 * DocumentedCode}. Samples with an ellipsis in their code show a shape, and are left out.
 */
@Timeout(120)
class DocumentedCodeTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path README = Path.of("../README.md");
    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)\n *\\* ?}</pre>", Pattern.DOTALL);
    private static final Pattern IN_README = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);
    private static final List<String> PACKAGES = List.of(
            "dev.bowstring.node.flow",
            "dev.bowstring.node.pattern",
            "dev.bowstring.node.testing",
            "java.nio.file",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "org.apache.arrow.vector",
            "org.junit.jupiter.api.extension");
    private static final String HEAD = """
            package dev.bowstring.node;
            import static java.time.Duration.ofMillis;
            import static java.time.Duration.ofSeconds;
            import static org.assertj.core.api.Assertions.assertThat;
            import dev.bowstring.node.Timer;
            import org.junit.jupiter.api.Test;
            """;

    @TempDir
    Path classes;

    record Sample(String where, String code) {
        @Override
        public String toString() {
            return where;
        }
    }

    static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(any -> any.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                find(file, IN_JAVADOC, samples);
            }
        }
        find(README, IN_README, samples);
        samples.removeIf(sample -> sample.code().replaceAll("//.*", "").contains("...")
                || sample.code().startsWith("nodes:")
                || sample.code().startsWith(" "));
        assertThat(samples).hasSizeGreaterThan(25);
        return samples;
    }

    private static void find(Path file, Pattern pattern, List<Sample> samples) throws IOException {
        Matcher found = pattern.matcher(Files.readString(file));
        while (found.find()) {
            String code = found.group(1).replaceAll("(?m)^ *\\* ?", "");
            samples.add(new Sample(
                    file.getFileName() + ":" + code.lines().findFirst().orElse(""), code));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldCompile(Sample sample) {
        List<String> whole = List.of(sample.code());
        List<String> parts = Arrays.asList(sample.code().split("\n\n"));
        String problems = problems(whole);

        assertThat(problems.isEmpty() || problems(parts).isEmpty()).as(problems).isTrue();
    }

    private String problems(List<String> parts) {
        StringBuilder problems = new StringBuilder();
        for (String part : parts) {
            String statements = compile("void sample() throws Exception {\n" + part + "\n}");
            String members = statements.isEmpty() ? "" : compile(part);
            String expression =
                    members.isEmpty() ? "" : compile("Object sample() throws Exception { return\n" + part + "\n;}");
            problems.append(expression.isEmpty() ? "" : statements + members);
        }
        return problems.toString();
    }

    private String compile(String body) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String all =
                PACKAGES.stream().map(name -> "import " + name + "." + "*;\n").collect(Collectors.joining());
        String code = HEAD + all + "abstract class Sample extends DocumentedCode {\n" + body + "\n}\n";
        StringWriter messages = new StringWriter();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Sample.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return code;
                    }
                };
        List<String> options = List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", classes.toString());
        boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(source))
                .call();
        return compiled ? "" : messages.toString();
    }
}
