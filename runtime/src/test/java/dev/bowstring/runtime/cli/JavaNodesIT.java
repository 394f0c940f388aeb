package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are single source files or jars, and the archive that makes them start quickly. */
@Tag("process")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class JavaNodesIT {
    private static final String HELLO = """
            public class Hello {
                record Greeting(String text) {}
                public static void main(String[] arguments) {
                    System.out.println(new Greeting("hello " + String.join(",", arguments)));
                }
            }
            """;
    private static final String FLOW = """
            nodes:
              - id: hello
                path: Hello.java
                args: [a, "b c"]
            """;

    @TempDir
    Path directory;

    private Bowstring bowstring;

    @BeforeEach
    void makeDirectories() {
        bowstring = new Bowstring(directory);
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
    }

    @Test
    void shouldCompileASourceFileOnceAndMakeAnArchiveForLaterRuns() throws Exception {
        Files.writeString(directory.resolve("Hello.java"), HELLO);

        Ended first = bowstring.run(FLOW + """
                  - id: waiter
                    path: /bin/sh
                    args: ["-c", "until ls %s/cds/*.jsa; do sleep 0.1; done"]
                """.formatted(bowstring.data()));
        Ended second = bowstring.run(FLOW);

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out()).contains("hello | Greeting[text=hello a,b c]");
        assertThat(names("classes")).as("one directory of classes, whole").hasSize(1);
        assertThat(names("cds")).singleElement().asString().endsWith(".jsa");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldTakeNoSharedMemoryForTheArchive() throws Exception {
        Files.writeString(directory.resolve("Hello.java"), HELLO);

        Ended ended = bowstring.run(FLOW + """
                  - id: waiter
                    path: /bin/sh
                    args: ["-c", "until ls %1$s/cds/*.jsa; do echo runs $(ls %2$s/bowstring-*/ | wc -l); sleep 0.02; done"]
                """.formatted(bowstring.data(), bowstring.shm()));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out().lines().filter(line -> line.contains("runs ")).distinct())
                .as("directories of runs in shared memory while the archive is made")
                .containsExactly("waiter | runs 1");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldCompileAgainWhenTheSourceHasChanged() throws Exception {
        Files.writeString(directory.resolve("Hello.java"), HELLO);
        bowstring.run(FLOW, "--stop-after", "10s");
        Files.writeString(directory.resolve("Hello.java"), HELLO.replace("hello", "goodbye"));

        Ended ended = bowstring.run(FLOW);

        assertThat(ended.out()).contains("goodbye a,b c");
    }

    @Test
    void shouldLeaveNothingWheneverItIsInterrupted() throws Exception {
        Files.writeString(directory.resolve("Hello.java"), HELLO);

        for (int afterMs = 100; afterMs <= 2900; afterMs += 400) {
            Process process = bowstring.start(FLOW);
            boolean over = process.waitFor(afterMs, TimeUnit.MILLISECONDS); // somewhere: preparing, running, archiving
            if (!over) {
                process.destroy(); // SIGTERM; unlike kill(1) it takes a run that has ended just now
            }
            bowstring.end(process);
            bowstring.assertNothingLeft();
        }
        assertThat(names("cds")).noneMatch(name -> name.startsWith("new-"));
    }

    @Test
    void shouldShowWhatTheCompilerSaysBeforeAnythingStarts() throws Exception {
        Files.writeString(directory.resolve("Hello.java"), HELLO.replace("String[] arguments", "Strin[] arguments"));

        Ended ended = bowstring.run(FLOW);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("node hello does not compile", "Hello.java:3:", "Strin");
        assertThat(names("classes")).isEmpty();
        assertThat(names("runs")).isEmpty();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldRunTheMainClassOfAJar() throws Exception {
        jar(manifest(PlainNode.class.getName()));

        Ended ended = bowstring.run("nodes: [{id: boxed, path: node.jar, args: [x], jvm_options: [-Dgreeting=hi]}]");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("boxed | hi [x]");
    }

    @Test
    void shouldRefuseAJarWithoutAMainClass() throws Exception {
        jar(manifest(null));

        Ended ended = bowstring.run("nodes: [{id: boxed, path: node.jar}]");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("node boxed", "Main-Class");
    }

    /** A program in a jar. */
    static final class PlainNode {
        public static void main(String[] arguments) {
            System.out.println(System.getProperty("greeting") + " " + List.of(arguments));
        }
    }

    private static Manifest manifest(String mainClass) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (mainClass != null) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        }
        return manifest;
    }

    private void jar(Manifest manifest) throws Exception {
        String entry = PlainNode.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(directory.resolve("node.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest);
                var classFile = PlainNode.class.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(classFile.readAllBytes());
            jar.closeEntry();
        }
    }

    private List<String> names(String cache) throws Exception {
        Path place = bowstring.data().resolve(cache);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
