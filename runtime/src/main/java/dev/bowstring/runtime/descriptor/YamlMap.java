package dev.bowstring.runtime.descriptor;

import java.util.List;

/** A mapping whose keys are texts, none twice, in the order of the file. */
record YamlMap(List<YamlEntry> entries, SourcePosition at) implements YamlValue {
    @Override
    public String kind() {
        return "a map";
    }
}
