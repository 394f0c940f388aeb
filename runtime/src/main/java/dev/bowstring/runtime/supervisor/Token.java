package dev.bowstring.runtime.supervisor;

import java.security.SecureRandom;
import java.util.HexFormat;

/** What a process shows to be let in. */
final class Token {
    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Token() {}

    /** One that nobody can guess. */
    static String random() {
        byte[] token = new byte[BYTES];
        RANDOM.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }
}
