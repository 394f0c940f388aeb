package dev.bowstring.runtime.descriptor;

import java.util.LinkedHashMap;
import java.util.Map;

/** What becomes of the dataflow when a node has failed for good. */
public enum OnFailure {
    /** It stops. */
    STOP("stop"),
    /** It goes on without the node, whose outputs end. */
    ISOLATE("isolate");

    private final String word;

    OnFailure(String word) {
        this.word = word;
    }

    /** In order. */
    static Map<String, OnFailure> byWord() {
        Map<String, OnFailure> words = new LinkedHashMap<>();
        for (OnFailure one : values()) {
            words.put(one.word, one);
        }
        return words;
    }
}
