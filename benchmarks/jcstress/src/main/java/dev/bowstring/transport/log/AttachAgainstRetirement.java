package dev.bowstring.transport.log;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A BLOCKING reader attaches while the publisher commits and retires. What must not happen: the supervisor's second look at
 * TAIL moving before its store of the mode, or the publisher's look at the mode before its commit. Then both would miss each
 * other, and a message would be retired that the reader was promised.
 */
@JCStressTest
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "Kept one message for a cursor that has moved since.")
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "What was retired lies before the reader's first message.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Retired what the reader has not taken.")
@State
public class AttachAgainstRetirement {
    private final HeapOutput output = new HeapOutput();

    /** One message is there, for nobody. */
    public AttachAgainstRetirement() {
        output.free();
        output.publish(100);
    }

    /** Lets the reader in. */
    @Actor
    public void supervisor() {
        output.attach();
    }

    /** Publishes, and takes all out of the window that nobody may read. */
    @Actor
    public void publisher() {
        output.publish(101);
        output.publisher.reclaim();
    }

    /** Looks at both when all is done. */
    @Arbiter
    public void lost(L_Result result) {
        result.r1 = output.lost();
    }
}
