package dev.bowstring.runtime.descriptor;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where an input goes on when its node is started again. */
public enum OnRestart {
    /** Behind the last message that its node had taken. */
    RESUME("resume"),
    /** With what comes next: what came while it was away is dropped, and nobody waits for it meanwhile. */
    LATEST("latest");

    private final String word;

    OnRestart(String word) {
        this.word = word;
    }

    /** In order. */
    static Map<String, OnRestart> byWord() {
        Map<String, OnRestart> words = new LinkedHashMap<>();
        for (OnRestart one : values()) {
            words.put(one.word, one);
        }
        return words;
    }
}
