package dev.bowstring.runtime.doctor;

import dev.bowstring.runtime.process.NodeJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** The Java that runs this program is the one that runs nodes. */
record JavaCheck(Map<String, String> environment) implements Check {
    private static final String ABOUT = "java";
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                ABOUT,
                Runtime.version() + " (" + System.getProperty("java.vendor") + ") in "
                        + System.getProperty("java.home")));
        if (ToolProvider.getSystemJavaCompiler() == null) {
            findings.add(Finding.warning(
                    ABOUT, "it has no compiler: nodes that are single source files cannot run", "install a whole JDK"));
        }
        List<String> closed = NodeJvm.closedPackages();
        if (!closed.isEmpty()) {
            findings.add(Finding.problem(
                    ABOUT,
                    "this JVM was started without access to " + String.join(", ", closed),
                    "start it as `java -jar bowstring.jar`, whose manifest grants it"));
        }
        for (String name : VARIABLES) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                findings.add(Finding.warning(
                        ABOUT,
                        name + " is set (" + value + "): every node obeys it, and most of them print that they do",
                        "unset it, and write `jvm_options` where they are meant"));
            }
        }
        return findings;
    }
}
