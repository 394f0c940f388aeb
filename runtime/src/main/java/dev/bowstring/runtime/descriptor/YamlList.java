package dev.bowstring.runtime.descriptor;

import java.util.List;

/** A sequence. */
record YamlList(List<YamlValue> items, SourcePosition at) implements YamlValue {
    @Override
    public String kind() {
        return "a list";
    }
}
