package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the options of a node's JVM; those that the runtime sets itself are refused with what to use instead. */
final class JvmOptionReader {
    private static final Pattern CLASSPATH =
            Pattern.compile("-cp|-?-class-?path(=.*)?|-Djava\\.class\\.path.*", Pattern.DOTALL);
    private static final Pattern PROGRAM =
            Pattern.compile("-jar|-m|--module(=.*)?|--source(=.*)?|--dry-run", Pattern.DOTALL);
    private static final Pattern ARCHIVE = Pattern.compile(
            "-Xshare.*|-XX:(SharedArchiveFile|ArchiveClassesAtExit|SharedClassListFile|SharedArchiveConfigFile|AOT\\w*|"
                    + "[+-](AutoCreateSharedArchive|RecordDynamicDumpInfo|UseSharedSpaces)).*",
            Pattern.DOTALL);
    private static final Pattern FILES = Pattern.compile("-XX:(Flags|VMOptionsFile|ErrorFile)(=.*)?", Pattern.DOTALL);
    private static final Pattern TAKES_NEXT = Pattern.compile("-p|--(add-(modules|exports|opens|reads)|module-path|"
            + "upgrade-module-path|limit-modules|patch-module|enable-native-access|illegal-native-access)");
    private static final Pattern OURS = Pattern.compile("-Dbowstring\\.(?!(idle|leaks)=).*", Pattern.DOTALL);

    private final Reading reading;

    JvmOptionReader(Reading reading) {
        this.reading = reading;
    }

    /** The options that are sound. */
    List<String> read(Fields node) {
        List<String> options = new ArrayList<>();
        node.list("jvm_options").ifPresent(list -> {
            for (YamlValue item : list.items()) {
                reading.values()
                        .text(item, "a JVM option")
                        .filter(option -> isAllowed(option, item.at()))
                        .ifPresent(options::add);
            }
        });
        return options;
    }

    private boolean isAllowed(String option, SourcePosition at) {
        if (!option.startsWith("-") || option.equals("-") || option.equals("--")) {
            return refuse(option, at, "does not begin with `-`", "write one option per item, as `-Xmx64m`");
        }
        if (CLASSPATH.matcher(option).matches()) {
            return refuse(option, at, "is set by the runtime", "use `classpath`");
        }
        if (PROGRAM.matcher(option).matches()) {
            return refuse(option, at, "is set by the runtime", "use `path`");
        }
        if (TAKES_NEXT.matcher(option).matches()) {
            return refuse(option, at, "would take the next option for its value", "write the value behind `=`");
        }
        boolean owned = ARCHIVE.matcher(option).matches()
                || FILES.matcher(option).matches()
                || OURS.matcher(option).matches();
        return !owned || refuse(option, at, "is set by the runtime", "remove it");
    }

    private boolean refuse(String option, SourcePosition at, String reason, String suggestion) {
        reading.problems().add(at, "JVM option " + quote(option) + " " + reason, suggestion);
        return false;
    }
}
