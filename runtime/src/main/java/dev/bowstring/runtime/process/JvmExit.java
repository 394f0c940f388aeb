package dev.bowstring.runtime.process;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a JVM has ended by itself, as far as its last lines tell. Pure. */
final class JvmExit {
    private static final int OUT_OF_MEMORY = 3;
    private static final int CLASS_VERSION_OF_JAVA_0 = 44;

    private static final Pattern EXHAUSTED = Pattern.compile("Terminating due to java\\.lang\\.OutOfMemoryError: (.*)");
    private static final Pattern TOO_NEW = Pattern.compile(".*UnsupportedClassVersionError: (\\S+) has been compiled by"
            + " .*class file version (\\d{1,4})\\.\\d+.* up to (\\d{1,4})\\.\\d+.*");
    private static final Pattern NO_CLASS = Pattern.compile("Error: Could not find or load main class (.*)");
    private static final Pattern NO_MAIN = Pattern.compile("Error: Main method not found in class (\\S+?),? .*");
    private static final String INITIALIZATION = "Error occurred during initialization of VM";
    private static final String NO_JVM = "Error: Could not create the Java Virtual Machine.";

    private JvmExit() {}

    /** Empty when the lines do not tell. */
    static Optional<String> explain(int exitCode, List<String> lines) {
        if (exitCode == OUT_OF_MEMORY) {
            return first(EXHAUSTED, lines).map(line -> exhausted(line.group(1)));
        }
        if (exitCode != 1) {
            return Optional.empty();
        }
        return first(TOO_NEW, lines)
                .map(JvmExit::tooNew)
                .or(() -> first(NO_CLASS, lines)
                        .map(line -> "its class path has no class " + line.group(1)
                                + "; check `path` and `classpath`, and that it was built"))
                .or(() -> first(NO_MAIN, lines).map(line -> "class " + line.group(1) + " has no main method"))
                .or(() -> refused(lines));
    }

    private static Optional<Matcher> first(Pattern pattern, List<String> lines) {
        return lines.stream().map(pattern::matcher).filter(Matcher::matches).findFirst();
    }

    private static String exhausted(String what) {
        if (what.contains("Metaspace") || what.contains("class space")) {
            return "out of memory: " + what + "; raise `-XX:MaxMetaspaceSize` in its `jvm_options`";
        }
        if (what.contains("native thread")) {
            return "out of memory: " + what + "; too many threads, see `ulimit -u` and the limit of its control group";
        }
        return "out of memory: the Java heap is exhausted (" + what
                + "); give the node more with `jvm_options: [-Xmx1g]`, for example";
    }

    private static String tooNew(Matcher line) {
        int needed = Integer.parseInt(line.group(2)) - CLASS_VERSION_OF_JAVA_0;
        int known = Integer.parseInt(line.group(3)) - CLASS_VERSION_OF_JAVA_0;
        return "class " + line.group(1) + " was compiled for Java " + needed + ", and this is Java " + known
                + "; run bowstring with a JDK " + needed + " or newer, or compile with `--release " + known + "`";
    }

    private static Optional<String> refused(List<String> lines) {
        int at = lines.indexOf(INITIALIZATION) + 1;
        if (at > 0 && at < lines.size()) {
            return Optional.of("the JVM cannot start: " + lines.get(at) + "; check its `jvm_options`");
        }
        return lines.contains(NO_JVM)
                ? Optional.of("the JVM refuses an option: " + lines.get(0) + "; check its `jvm_options`")
                : Optional.empty();
    }
}
