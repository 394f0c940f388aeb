package dev.bowstring.runtime.inspect;

import dev.bowstring.runtime.inspect.RunView.NodeView;
import dev.bowstring.runtime.process.Usage;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.NodeState;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the supervisor shows of one node, and the kernel of its process.
 *
 * @param number of the node in the order of declaration
 */
record NodeReader(RunDirectory run, String node, long number, Words words) {

    /** What stood in the node's control page. */
    private record Words(Optional<NodeState> state, long pid, long sinceNs, long incarnation) {}

    /** @throws dev.bowstring.transport.segment.SegmentException if its page is missing or damaged */
    static NodeReader open(RunDirectory run, String node) {
        try (Segment page = Segment.map(run.nodeControl(node), SegmentKind.NODE_CONTROL, run.runId(), false)) {
            NodeControlReader reader = new NodeControlReader(page.buffer());
            Optional<NodeState> state = reader.state();
            Words words = new Words(state, reader.pid(), reader.sinceNs(), reader.incarnation());
            return new NodeReader(run, node, page.header().index(), words);
        }
    }

    /** @param lives whether the supervisor does */
    NodeView read(long nowNs, boolean lives) {
        Usage usage = words.pid() <= 0 ? Usage.UNKNOWN : usage();
        boolean gone = !lives && usage.equals(Usage.UNKNOWN);
        String state = words.state()
                .map(known -> known.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElse("unknown");
        return new NodeView(
                node,
                gone ? "gone" : state,
                gone ? 0 : words.pid(),
                Math.max(0, words.incarnation() - 1),
                words.sinceNs() == 0 ? 0 : Math.max(0, TimeUnit.NANOSECONDS.toMillis(nowNs - words.sinceNs())),
                usage.cpuMs(),
                usage.cpuPercent(),
                usage.rssBytes());
    }

    /** Of one's own program that has attached, the environment says nothing; its lock says that it lives. */
    private Usage usage() {
        boolean attached = words.state().filter(NodeState.ATTACHED::equals).isPresent();
        return attached ? Usage.of(words.pid()) : Usage.ofNode(words.pid(), run.path(), node);
    }
}
