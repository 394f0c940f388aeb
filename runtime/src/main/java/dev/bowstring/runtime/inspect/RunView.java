package dev.bowstring.runtime.inspect;

import java.util.List;

/**
 * A run as it looks from outside.
 *
 * @param state {@code running}; {@code left over} when its supervisor was killed and its files are still there
 * @param dataflow the name of the dataflow; empty while the run does not say
 * @param file the dataflow's; empty while the run does not say
 * @param pid the supervisor's process, 0 while the run does not say
 * @param ageMs since the run began, 0 while it does not say
 * @param nodes in order of declaration
 * @param edges by publisher, in order of declaration
 * @param problems what could not be read
 */
public record RunView(
        String run,
        String state,
        String dataflow,
        String file,
        long pid,
        long ageMs,
        List<NodeView> nodes,
        List<EdgeView> edges,
        List<String> problems) {

    static final String RUNNING = "running";
    static final String LEFT_OVER = "left over";

    public RunView {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        problems = List.copyOf(problems);
    }

    /** Whether its supervisor lives. */
    public boolean lives() {
        return state.equals(RUNNING);
    }

    /**
     * A node.
     *
     * @param state such as {@code running}; {@code gone} in a run that was left over, when its process is not there
     * @param pid its process; 0 if there is none
     * @param restarts how many times it was started again; of a dynamic node how many processes have attached, less one
     * @param inStateMs since its state changed
     * @param cpuMs the processor time of its process; -1 if it is unknown
     * @param cpuPercent that time per time since the process began, 100 for one CPU; -1 if it is unknown
     * @param rssBytes memory of its process that is in RAM, shared memory included; -1 if it is unknown
     */
    public record NodeView(
            String node,
            String state,
            long pid,
            long restarts,
            long inStateMs,
            long cpuMs,
            double cpuPercent,
            long rssBytes) {}

    /**
     * An edge: {@code received + dropped + unread} messages have been published since its reader began.
     *
     * @param output {@code node/output}
     * @param input {@code node/input}
     * @param policy as in the dataflow; {@code drop_oldest} for {@code latest} too
     * @param open whether somebody reads there; else the figures are those when the reader ended
     * @param unread with those that are just being handed out, so up to {@code queueSize + held}
     * @param lagNs how long the message has been waiting that is taken next; 0 if there is none
     * @param held messages that the reader uses now
     * @param refused messages of the output that found no room, and nobody to wait for; not among the published ones
     * @param backpressureNs how long senders of the output have waited for room
     * @param waits whether the output has waited for more than a second now, for this reader
     */
    public record EdgeView(
            String output,
            String input,
            String policy,
            int queueSize,
            boolean open,
            long received,
            long dropped,
            long unread,
            long lagNs,
            int held,
            long refused,
            long backpressureNs,
            boolean waits) {}
}
