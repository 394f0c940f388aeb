package dev.bowstring.runtime.lifecycle;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which ends of a node make it start again. */
public enum RestartPolicy {
    /** None. */
    NEVER("never"),
    /** Those that are failures. */
    ON_FAILURE("on-failure"),
    /** All, but for a good end once all inputs have closed. */
    ALWAYS("always");

    private final String word;

    RestartPolicy(String word) {
        this.word = word;
    }

    /** How it is written. */
    public String word() {
        return word;
    }

    /** In order. */
    public static Map<String, RestartPolicy> byWord() {
        Map<String, RestartPolicy> policies = new LinkedHashMap<>();
        for (RestartPolicy policy : values()) {
            policies.put(policy.word, policy);
        }
        return policies;
    }
}
