package dev.bowstring.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.descriptor.DebugSpec;
import dev.bowstring.runtime.process.NodeJvm.NodeJvmSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NodeJvmTest {
    private static final Path BUILD = Path.of("..", "pom.xml");
    private static final NodeJvmSettings BARE = NodeJvmSettings.PLAIN;

    private final NodeJvm jvm = new NodeJvm(Path.of("/jdk"), List.of(Path.of("/b.jar")));

    @Test
    void shouldUseTheFlagsOfTheManifestAndOfTheTests() throws Exception {
        assertThat(property("bowstring.addExports")).isEqualTo(String.join(" ", NodeJvm.ADD_EXPORTS));
        assertThat(property("bowstring.addOpens")).isEqualTo(String.join(" ", NodeJvm.ADD_OPENS));
        assertThat(property("bowstring.jvmFlags")).isEqualTo(String.join(" ", NodeJvm.accessFlags()));
    }

    @Test
    void shouldLetTheOptionsOfTheUserWin() {
        List<String> command = jvm.command(BARE, List.of(Path.of("/b.jar"), Path.of("/c")), List.of("-Xmx64m"));

        assertThat(command).startsWith("/jdk/bin/java").endsWith("-Xmx64m", "-cp", "/b.jar:/c");
        assertThat(command).contains("-XX:+UseSerialGC");
    }

    @Test
    void shouldLeaveTheCollectorToTheUser() {
        assertThat(jvm.command(BARE, List.of(), List.of("-XX:+UseG1GC"))).doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void shouldEndANodeWhoseHeapIsExhaustedUnlessTheUserSaysOtherwise() {
        assertThat(jvm.command(BARE, List.of(), List.of())).contains("-XX:+ExitOnOutOfMemoryError");
        for (String choice : List.of("-XX:-ExitOnOutOfMemoryError", "-XX:+CrashOnOutOfMemoryError")) {
            assertThat(jvm.command(BARE, List.of(), List.of(choice)))
                    .contains(choice)
                    .doesNotContain("-XX:+ExitOnOutOfMemoryError");
        }
    }

    private static String property(String name) throws Exception {
        Matcher property =
                Pattern.compile("<" + Pattern.quote(name) + ">([^<]*)<").matcher(Files.readString(BUILD));
        assertThat(property.find()).as(name).isTrue();
        return property.group(1);
    }

    @Test
    void shouldOpenADebuggerPortOnThisMachineAlone() {
        assertThat(jvm.command(BARE, List.of(), List.of())).noneMatch(flag -> flag.contains("jdwp"));
        NodeJvmSettings debugged =
                new NodeJvmSettings(Optional.empty(), Optional.empty(), new DebugSpec(Optional.of(5005)));
        assertThat(jvm.command(debugged, List.of(), List.of()))
                .contains("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:5005");
    }
}
