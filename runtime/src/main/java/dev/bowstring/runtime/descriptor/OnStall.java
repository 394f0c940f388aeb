package dev.bowstring.runtime.descriptor;

import java.util.LinkedHashMap;
import java.util.Map;

/** What becomes of a reader that holds up its publisher for longer than its {@code stall_timeout}. */
public enum OnStall {
    /** It is waited for no longer: what it is too slow for is dropped, until its node is started again. */
    DROP("drop"),
    /** Its node is killed, and its {@code restart_policy} says what comes then. */
    KILL("kill");

    private final String word;

    OnStall(String word) {
        this.word = word;
    }

    /** As it is written in a dataflow file. */
    public String word() {
        return word;
    }

    /** In order. */
    static Map<String, OnStall> byWord() {
        Map<String, OnStall> words = new LinkedHashMap<>();
        for (OnStall one : values()) {
            words.put(one.word, one);
        }
        return words;
    }
}
