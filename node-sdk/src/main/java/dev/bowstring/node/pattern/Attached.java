package dev.bowstring.node.pattern;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.SendResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Sends with the keys of a pattern beside what the user attaches. */
final class Attached {
    private Attached() {}

    /** Both; where a key is in both, the pattern's counts. */
    static Metadata with(Metadata users, Map<String, ?> patterns) {
        Map<String, Object> all = new LinkedHashMap<>(users.asMap());
        all.putAll(patterns);
        return Metadata.of(all);
    }

    /** Sends; a refusal is a stage that fails, so that what waits for an answer ends in one way. */
    static CompletionStage<SendResult> begin(Supplier<CompletionStage<SendResult>> send) {
        try {
            return send.get();
        } catch (NodeException refused) {
            return CompletableFuture.failedStage(refused); // the batch or the output is not to be sent
        }
    }
}
