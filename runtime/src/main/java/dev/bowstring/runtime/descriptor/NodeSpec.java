package dev.bowstring.runtime.descriptor;

import java.util.List;
import java.util.Map;

/**
 * One node of a dataflow.
 *
 * @param args what follows the program on its command line
 * @param env the dataflow's entries with the node's own over them, expanded
 * @param outputs that the node itself writes; those of its lines are in {@code logs}
 * @param inputs in the order of declaration, which decides between messages of the same time
 * @param jvmOptions for the node's JVM; empty when the program is not Java
 * @param affinity the CPUs it may run on
 * @param health how it is noticed that it has got stuck
 * @param debug whether it is being debugged; then neither {@code health} nor an input has a deadline that ends it
 * @param restart what becomes of it when it ends
 * @param logs what becomes of the lines it prints
 * @param position of the node in the file
 * @param name what a person calls it; the id when none was written
 * @param description empty when none was written
 */
public record NodeSpec(
        String id,
        Program program,
        List<String> args,
        Map<String, String> env,
        List<InputSpec> inputs,
        List<OutputSpec> outputs,
        List<String> jvmOptions,
        CpuAffinity affinity,
        Start start,
        RestartSpec restart,
        HealthSpec health,
        DebugSpec debug,
        LogSpec logs,
        SourcePosition position,
        String name,
        String description) {

    public NodeSpec {
        args = List.copyOf(args);
        env = Map.copyOf(env);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Whether a process of the user attaches as this node, instead of one that the runtime starts. */
    public boolean isDynamic() {
        return program instanceof DynamicProgram;
    }

    /**
     * Whether it is started and comes to an end of its own: not when only timers drive it, since then it runs until it is
     * stopped, nor when it is what records, which runs for as long as anything that it reads.
     */
    public boolean endsByItself() {
        boolean onlyTimers = inputs.stream().allMatch(input -> input.source() instanceof TimerSource);
        boolean records = program instanceof RuntimeProgram; // the one without inputs replays
        return !isDynamic() && (inputs.isEmpty() || (!onlyTimers && !records));
    }

    /** The same node, reading from elsewhere. */
    public NodeSpec withInputs(List<InputSpec> others) {
        return new NodeSpec(
                id,
                program,
                args,
                env,
                others,
                outputs,
                jvmOptions,
                affinity,
                start,
                restart,
                health,
                debug,
                logs,
                position,
                name,
                description);
    }
}
