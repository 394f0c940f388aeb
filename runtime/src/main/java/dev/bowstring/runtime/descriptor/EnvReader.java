package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the environment that nodes are given, with variables of this process filled in. */
final class EnvReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,255}");
    private static final Pattern LOADER = Pattern.compile("LD_.*|DYLD_.*|GLIBC_TUNABLES", Pattern.DOTALL);
    private static final Pattern JAVA =
            Pattern.compile("JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|JDK_JAVAC_OPTIONS|CLASSPATH");
    private static final Pattern OURS = Pattern.compile("BOWSTRING_.*", Pattern.DOTALL);
    /** Of all values of a file together: a variable of this process may be large, and be named many times. */
    private static final int MOST_CHARACTERS = 4 << 20;

    private final Reading reading;
    private int characters;

    EnvReader(Reading reading) {
        this.reading = reading;
    }

    /** The entries that are sound. */
    Map<String, String> read(Fields fields) {
        Map<String, String> env = new LinkedHashMap<>();
        fields.map("env").ifPresent(map -> {
            for (YamlEntry entry : map.entries()) {
                if (!reading.problems().isFull() && isAllowed(entry.key())) {
                    expand(entry).ifPresent(value -> env.put(entry.name(), value));
                }
            }
        });
        return env;
    }

    private boolean isAllowed(YamlText key) {
        String name = key.text();
        if (!NAME.matcher(name).matches()) {
            return refuse(key, "is no name of a variable", "use letters, digits and `_`");
        }
        if (LOADER.matcher(name).matches()) {
            return refuse(key, "may not be set: it changes what the loader loads into the node", "remove it");
        }
        if (JAVA.matcher(name).matches()) {
            return refuse(key, "may not be set: the runtime gives node JVMs their flags", cureOf(name));
        }
        return !OURS.matcher(name).matches()
                || refuse(key, "may not be set: such names are the runtime's", "remove it");
    }

    private static String cureOf(String name) {
        return name.equals("CLASSPATH") ? "use `classpath`" : "use `jvm_options`";
    }

    private boolean refuse(YamlText key, String reason, String suggestion) {
        reading.problems().add(key.at(), "variable " + quote(key.text()) + " " + reason, suggestion);
        return false;
    }

    private Optional<String> expand(YamlEntry entry) {
        String what = "variable " + quote(entry.name());
        VariableText variables = new VariableText(reading.environment());
        Optional<String> value = reading.values().text(entry.value(), what).flatMap(variables::expand);
        if (!variables.problem().isEmpty()) {
            reading.problems().add(entry.value().at(), what + " " + variables.problem(), variables.cure());
        }
        characters += value.map(String::length).orElse(0);
        if (characters > MOST_CHARACTERS) {
            reading.problems().add(entry.value().at(), "the values of all `env` together are too long");
            return Optional.empty();
        }
        return value;
    }
}
