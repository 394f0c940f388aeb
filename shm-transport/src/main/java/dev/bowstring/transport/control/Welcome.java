package dev.bowstring.transport.control;

import java.util.List;

/**
 * The supervisor's answer to the right hello: everything a node needs to open its ports.
 *
 * @param dataflow the name of the dataflow
 * @param inputs in the order of their declaration, which breaks ties of publish time
 * @param timers its timers
 * @param outputs its outputs
 * @param eager whether the node starts without waiting for the others
 * @param startTimeoutNs how long it waits for them at most
 */
public record Welcome(
        String dataflow,
        List<InputPort> inputs,
        List<TimerPort> timers,
        List<OutputPort> outputs,
        boolean eager,
        long startTimeoutNs)
        implements Frame.HelloReply {
    /** Copies the lists. */
    public Welcome {
        inputs = List.copyOf(inputs);
        timers = List.copyOf(timers);
        outputs = List.copyOf(outputs);
    }
}
