package dev.bowstring.transport.control;

import dev.bowstring.transport.layout.HeaderLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The first thing a node says.
 *
 * @param layoutVersion {@link HeaderLayout#VERSION} as the node knows it
 * @param node its name in the dataflow
 * @param incarnation which life of the node this is, {@link #ATTACHING} when the supervisor is to say
 * @param token what the supervisor gave to exactly this incarnation, or left for those that attach
 * @param pid its process
 */
public record Hello(int layoutVersion, String node, long incarnation, String token, long pid) implements Frame {
    /** The incarnation of a process that attaches by itself. */
    public static final long ATTACHING = 0;

    /** A hello of this version and this process. */
    public static Hello of(String node, long incarnation, String token) {
        return new Hello(
                HeaderLayout.VERSION,
                node,
                incarnation,
                token,
                ProcessHandle.current().pid());
    }

    /** Compares in a time that does not tell how much of the token was right. */
    public boolean tokenIs(String expected) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the token: it may end up in a log. */
    @Override
    public String toString() {
        return "Hello[node=" + node + ", incarnation=" + incarnation + ", pid=" + pid + ", layoutVersion="
                + layoutVersion + "]";
    }
}
