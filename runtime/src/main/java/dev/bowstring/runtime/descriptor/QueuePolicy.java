package dev.bowstring.runtime.descriptor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What happens when an input's queue is full. */
public enum QueuePolicy {
    /** The oldest message goes, counted; the publisher never waits. */
    DROP_OLDEST("drop_oldest"),
    /** Like {@link #DROP_OLDEST} with a queue of one message: the reader gets the newest. */
    LATEST("latest"),
    /** The publisher waits; nothing is lost. */
    BACKPRESSURE("backpressure");

    private final String word;

    QueuePolicy(String word) {
        this.word = word;
    }

    /** As it is written in a dataflow file. */
    public String word() {
        return word;
    }

    static Map<String, QueuePolicy> byWord() {
        Map<String, QueuePolicy> policies = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(policy -> policies.put(policy.word, policy));
        return policies;
    }
}
