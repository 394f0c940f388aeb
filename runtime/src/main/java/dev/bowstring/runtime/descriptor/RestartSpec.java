package dev.bowstring.runtime.descriptor;

import dev.bowstring.runtime.lifecycle.RestartPolicy;
import dev.bowstring.runtime.lifecycle.RestartRules;

/**
 * What becomes of a node that ends, and of the others.
 *
 * @param rules when it is started again
 * @param onFailure what becomes of the dataflow if it is not, or not any more
 */
public record RestartSpec(RestartRules rules, OnFailure onFailure) {
    /** What counts where nothing is written. */
    public static final RestartSpec DEFAULT = new RestartSpec(RestartRules.DEFAULT, OnFailure.STOP);

    boolean restarts() {
        return rules.policy() != RestartPolicy.NEVER;
    }
}
