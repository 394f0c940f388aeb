package dev.bowstring.runtime.descriptor;

/** A key of a mapping and what it leads to. */
record YamlEntry(YamlText key, YamlValue value) {
    String name() {
        return key.text();
    }

    SourcePosition at() {
        return key.at();
    }
}
