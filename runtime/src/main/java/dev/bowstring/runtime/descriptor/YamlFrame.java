package dev.bowstring.runtime.descriptor;

import java.util.ArrayList;
import java.util.List;

/** A list or map whose end has not been seen yet. */
final class YamlFrame {
    final boolean isMap;
    final String anchor;
    final SourcePosition at;
    /** How many values there were before it. */
    final int valuesBefore;
    /** Of a map: key, value, key, value... */
    final List<YamlValue> items = new ArrayList<>();

    YamlFrame(boolean isMap, String anchor, SourcePosition at, int valuesBefore) {
        this.isMap = isMap;
        this.anchor = anchor;
        this.at = at;
        this.valuesBefore = valuesBefore;
    }
}
