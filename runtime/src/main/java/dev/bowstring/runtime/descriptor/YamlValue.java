package dev.bowstring.runtime.descriptor;

/**
 * One value of a YAML file with its place. An alias leads to the very value it names, so values may be shared; the
 * parser sees to it that they never contain themselves.
 */
sealed interface YamlValue permits YamlText, YamlList, YamlMap {
    SourcePosition at();

    /** What a person calls it in a sentence. */
    String kind();
}
