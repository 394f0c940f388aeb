package dev.bowstring.runtime.supervisor;

/**
 * What a node leaves in shared memory when it is gone, put right: its pins and waits are cleared, its readers freed, its
 * outputs closed behind their last message, its neighbours woken.
 *
 * <p>Only once the node is proved dead (L6). May be repeated (L7).
 */
final class DeathPass {
    private final RunPlan plan;
    private final RunFiles files;

    DeathPass(RunPlan plan, RunFiles files) {
        this.plan = plan;
        this.files = files;
    }

    void cleanUpAfter(String node) {
        for (SharedOutput output : files.outputs()) {
            for (PlannedReader reader : output.plan().readers()) {
                if (reader.node().equals(node)) {
                    output.log().clearPins(reader.index());
                    output.log().free(reader.index());
                }
            }
        }
        files.node(node).doorbell().clearWaiting();
        files.outputsOf(node).forEach(output -> output.log().close());
        plan.neighbours(node)
                .forEach(neighbour -> files.node(neighbour).doorbell().ring());
    }
}
