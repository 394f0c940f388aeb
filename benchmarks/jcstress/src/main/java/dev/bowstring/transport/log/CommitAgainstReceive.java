package dev.bowstring.transport.log;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A message is committed while a reader looks. What must not happen: the slot or the payload becoming visible after TAIL
 * (W2 and W3 after W4), so that the reader takes a message that is not there yet.
 */
@JCStressTest
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "Nothing there yet.")
@Outcome(id = "100, 100", expect = Expect.ACCEPTABLE, desc = "The whole message.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Half a message.")
@State
public class CommitAgainstReceive {
    private final HeapOutput output = new HeapOutput();
    private final Taken taken = new Taken();

    /** Takes what is there. */
    @Actor
    public void reader(LL_Result result) {
        boolean found = output.reader.poll(taken) == Poll.TAKEN;
        result.r1 = found ? taken.rows() : -1L;
        result.r2 = found ? output.content(taken) : -1L;
    }

    /** Commits. */
    @Actor
    public void publisher() {
        output.publish(100);
    }
}
