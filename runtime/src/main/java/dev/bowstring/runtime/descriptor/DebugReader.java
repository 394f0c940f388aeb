package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads whether a node is being debugged: {@code true}, or the port for it. */
final class DebugReader {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{3,4}");
    private static final Pattern AGENT =
            Pattern.compile("-(agentlib:jdwp|Xrunjdwp|agentpath:.*jdwp).*", Pattern.DOTALL);
    private static final int FIRST_PORT = 1_024;
    private static final int LAST_PORT = 65_535;

    private final Problems problems;

    DebugReader(Problems problems) {
        this.problems = problems;
    }

    /** @param isJava whether the program is a JVM as far as we know */
    DebugSpec read(Fields node, boolean isJava, List<String> jvmOptions) {
        DebugSpec debug =
                node.text("debug").map(text -> spec(text, node.at("debug"))).orElse(DebugSpec.OFF);
        if (debug.on() && !isJava) {
            problems.add(node.at("debug"), "`debug` is for Java programs only", "remove it");
        }
        if (debug.on()
                && jvmOptions.stream().anyMatch(option -> AGENT.matcher(option).matches())) {
            problems.add(node.at("jvm_options"), "`debug` adds a debugger port itself", "remove one of the two");
        }
        return debug;
    }

    private DebugSpec spec(String text, SourcePosition at) {
        if (text.equals("true")) {
            return new DebugSpec(Optional.of(DebugSpec.ANY_PORT));
        }
        if (text.equals("false")) {
            return DebugSpec.OFF;
        }
        int port = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (port < FIRST_PORT || port > LAST_PORT) {
            problems.add(
                    at, "`debug` is " + quote(text), "write `true`, or a port from " + FIRST_PORT + " to " + LAST_PORT);
            return DebugSpec.OFF;
        }
        return new DebugSpec(Optional.of(port));
    }
}
