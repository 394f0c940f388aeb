package dev.bowstring.transport.segment;

import java.nio.file.Path;

/**
 * Where the files of one run are.
 *
 * <pre>
 *   &lt;shm dir&gt;/bowstring-&lt;uid&gt;/&lt;run id&gt;/
 *     outputs/&lt;node&gt;.&lt;output&gt;/ring, schemas, arena.N, control, readers/&lt;k&gt;, latency/&lt;k&gt;
 *     nodes/&lt;node&gt;/doorbell, control; lock, token of one that attaches
 *     counters, run.json, s, lock
 * </pre>
 *
 * @param path the directory of the run; its last element is the run id
 */
public record RunDirectory(Path path) {

    /** A path of a Unix socket may have this many bytes. */
    public static final int MAX_SOCKET_PATH = 107;

    public String runId() {
        return String.valueOf(path.getFileName());
    }

    public Path outputs() {
        return path.resolve("outputs");
    }

    public Path output(String node, String output) {
        return outputs().resolve(node + "." + output);
    }

    public Path ring(String node, String output) {
        return output(node, output).resolve("ring");
    }

    public Path schemas(String node, String output) {
        return output(node, output).resolve("schemas");
    }

    public Path arena(String node, String output, int arena) {
        return output(node, output).resolve("arena." + arena);
    }

    public Path outputControl(String node, String output) {
        return output(node, output).resolve("control");
    }

    public Path readers(String node, String output) {
        return output(node, output).resolve("readers");
    }

    public Path reader(String node, String output, int reader) {
        return readers(node, output).resolve(Integer.toString(reader));
    }

    /** Where the latency histograms of an output's readers are. */
    public Path latencies(String node, String output) {
        return output(node, output).resolve("latency");
    }

    public Path latency(String node, String output, int reader) {
        return latencies(node, output).resolve(Integer.toString(reader));
    }

    public Path nodes() {
        return path.resolve("nodes");
    }

    public Path node(String node) {
        return nodes().resolve(node);
    }

    public Path doorbell(String node) {
        return node(node).resolve("doorbell");
    }

    public Path nodeControl(String node) {
        return node(node).resolve("control");
    }

    /** What a process keeps locked while it is attached as this node. */
    public Path lock(String node) {
        return node(node).resolve("lock");
    }

    /** What a process shows that attaches as this node; there is none for a node that the supervisor starts. */
    public Path token(String node) {
        return node(node).resolve("token");
    }

    public Path counters() {
        return path.resolve("counters");
    }

    public Path runJson() {
        return path.resolve("run.json");
    }

    /** The file that the supervisor keeps locked for as long as it lives. */
    public Path supervisorLock() {
        return path.resolve("lock");
    }

    /** The Unix socket on which the supervisor listens. */
    public Path socket() {
        return path.resolve("s");
    }
}
