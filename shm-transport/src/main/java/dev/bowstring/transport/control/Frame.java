package dev.bowstring.transport.control;

import java.util.List;

/** One thing said on the socket between a node and the supervisor. */
public sealed interface Frame
        permits Hello,
                Frame.HelloReply,
                Frame.Ready,
                Frame.Grow,
                Frame.Grown,
                Frame.Read,
                Frame.Reading,
                Frame.Corrupt,
                Frame.Bye,
                Frame.StopRun,
                Frame.StopTaken {

    /** The answer to a hello. */
    sealed interface HelloReply extends Frame permits Welcome, Refused, Busy {}

    /** The node may not take part; the text says why and what to do. */
    record Refused(String why) implements HelloReply {}

    /**
     * The process that was attached as this node before is not yet proved gone; the text says who. What attaches lets go of
     * its lock, which hides whether the other has let go, and tries again.
     */
    record Busy(String why) implements HelloReply {}

    /** A node has opened all its ports. */
    record Ready() implements Frame {}

    /** A node wants a further arena file; {@code request} tells the answers apart. */
    record Grow(int request, String output, long minBytes) implements Frame {}

    /** The answer to {@link Grow}: the number and the size of the new arena file; the size is 0 when it is refused. */
    record Grown(int request, int arena, long size) implements Frame {
        /** No further arena file. */
        public static Grown refused(Grow request) {
            return new Grown(request.request(), 0, 0);
        }
    }

    /**
     * A tool wants to read outputs, each from the next message on.
     *
     * @param outputs as {@code node/output}
     * @param blocking whether their publishers are to wait for it
     */
    record Read(List<String> outputs, boolean blocking) implements Frame {
        /** Copies the list. */
        public Read {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * The answer to {@link Read}.
     *
     * @param inputs where to read, in the order asked for; empty when it is refused
     * @param refusal why it may not, and what to do; empty when it may
     */
    record Reading(List<InputPort> inputs, String refusal) implements Frame {
        /** Copies the list. */
        public Reading {
            inputs = List.copyOf(inputs);
        }

        /** Nothing may be read. */
        public static Reading refused(String why) {
            return new Reading(List.of(), why);
        }
    }

    /** A node read something impossible from an input. */
    record Corrupt(String input, String what) implements Frame {}

    /** A node has cleared its pins and ends. */
    record Bye() implements Frame {}

    /** Whoever may open the socket wants the run to end; {@code now}: without waiting for what is in flight. */
    record StopRun(boolean now) implements Frame {}

    /** The answer to {@link StopRun}: the supervisor, process {@code pid}, has begun. */
    record StopTaken(long pid) implements Frame {}
}
