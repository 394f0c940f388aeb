package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code cpu_affinity}: a number, a range, or a list of them, in one text or as items. */
final class CpuAffinityReader {
    static final int LAST_CPU = 1023;

    private static final String KEY = "cpu_affinity";
    private static final String CURE =
            "write numbers of CPUs from 0 to " + LAST_CPU + ", such as `2`, `0-3` or `[0, 2-3]`";
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");

    private final Reading reading;

    CpuAffinityReader(Reading reading) {
        this.reading = reading;
    }

    /** Every CPU when the key is not there; what is sound of it when there was a problem. */
    CpuAffinity read(Fields node) {
        Set<Integer> cpus = new TreeSet<>();
        node.value(KEY).ifPresent(value -> {
            if (value instanceof YamlList list) {
                readItems(list, cpus);
            } else {
                reading.values().text(value, "`" + KEY + "`").ifPresent(text -> readText(text, value.at(), cpus));
            }
        });
        return new CpuAffinity(List.copyOf(cpus), node.at(KEY));
    }

    private void readItems(YamlList list, Set<Integer> cpus) {
        if (list.items().isEmpty()) {
            reading.problems().add(list.at(), "`" + KEY + "` names no CPU", CURE);
        }
        for (YamlValue item : list.items()) {
            reading.values().text(item, "an item of `" + KEY + "`").ifPresent(text -> readText(text, item.at(), cpus));
        }
    }

    private void readText(String text, SourcePosition at, Set<Integer> cpus) {
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            int first = range.matches() ? Integer.parseInt(range.group(1)) : LAST_CPU + 1;
            int last = first <= LAST_CPU && range.group(2) != null ? Integer.parseInt(range.group(2)) : first;
            if (last > LAST_CPU || last < first) {
                reading.problems().add(at, "`" + KEY + "` is " + quote(text), CURE);
                return;
            }
            add(first, last, at, cpus);
        }
    }

    private void add(int first, int last, SourcePosition at, Set<Integer> cpus) {
        boolean told = false;
        for (int cpu = first; cpu <= last; cpu++) {
            if (!cpus.add(cpu) && !told) {
                reading.problems().add(at, "`" + KEY + "` names CPU " + cpu + " twice", "name each once");
                told = true;
            }
        }
    }
}
