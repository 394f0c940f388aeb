package dev.bowstring.transport.log;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A LOSSY reader takes a message while its publisher retires it and writes over its memory. What the compiler and the
 * processor must not do: move the reader's load of OLDEST (H2) before its pin (H1), or the publisher's look at the pins
 * before its store of OLDEST (W1). Then both would miss each other, and the reader would read the newer message's bytes.
 */
@JCStressTest
@Outcome(id = "100, 100", expect = Expect.ACCEPTABLE, desc = "Took the first message, unharmed.")
@Outcome(id = "101, 101", expect = Expect.ACCEPTABLE, desc = "Took the second message, unharmed.")
@Outcome(id = "102, 102", expect = Expect.ACCEPTABLE, desc = "Took the third message, unharmed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Torn.")
@State
public class PinAgainstRetirement {
    private final HeapOutput output = new HeapOutput();
    private final Taken taken = new Taken();

    /** One message is there. */
    public PinAgainstRetirement() {
        output.publish(100);
    }

    /** Takes the newest message and reads it. */
    @Actor
    public void reader(LL_Result result) {
        if (output.reader.poll(taken) == Poll.TAKEN) {
            result.r1 = taken.rows();
            result.r2 = output.content(taken);
        }
    }

    /** Publishes two more; the second finds the memory of the first message free if no pin says otherwise. */
    @Actor
    public void publisher() {
        output.publish(101);
        output.publisher.reclaim();
        output.publish(102);
    }
}
