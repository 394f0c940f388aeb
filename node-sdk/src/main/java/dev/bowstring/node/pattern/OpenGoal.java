package dev.bowstring.node.pattern;

import dev.bowstring.node.Metadata;
import java.util.Map;
import java.util.function.Consumer;

/** A goal as its server sees it: the metadata of what it sends about it. Any thread. */
public final class OpenGoal {
    private final String id;
    private final Consumer<String> whenOver;
    private volatile boolean canceled;

    /** @param whenOver is told the id when the result is made */
    OpenGoal(String id, Consumer<String> whenOver) {
        this.id = id;
        this.whenOver = whenOver;
    }

    /** Its {@code goal_id}. */
    public String id() {
        return id;
    }

    /** Whether the client has asked to give up. */
    public boolean isCanceled() {
        return canceled;
    }

    void cancel() {
        canceled = true;
    }

    /** The metadata of feedback. */
    public Metadata feedback() {
        return metadata(Action.EXECUTING);
    }

    /** The metadata of the result: reached. */
    public Metadata succeeded() {
        return last(metadata(Action.SUCCEEDED));
    }

    /** The metadata of the result: given up, and why. */
    public Metadata aborted(String reason) {
        return last(Attached.with(
                Metadata.of(Service.ERROR, reason), metadata(Action.ABORTED).asMap()));
    }

    /** The metadata of the result: given up because the client asked for it. */
    public Metadata canceled() {
        return last(metadata(Action.CANCELED));
    }

    private Metadata last(Metadata metadata) {
        whenOver.accept(id);
        return metadata;
    }

    private Metadata metadata(String status) {
        return Metadata.of(Map.of(Action.GOAL_ID, id, Action.GOAL_STATUS, status));
    }
}
