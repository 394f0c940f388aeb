package dev.bowstring.transport.control;

import dev.bowstring.transport.layout.HeaderLayout;
import java.util.Optional;

/** Processes of different layout versions refuse each other. */
final class Versions {
    private Versions() {}

    static Optional<Frame.HelloReply> refusalOf(Hello hello) {
        if (hello.layoutVersion() == HeaderLayout.VERSION) {
            return Optional.empty();
        }
        return Optional.of(new Frame.Refused("node " + hello.node() + " has layout version " + hello.layoutVersion()
                + ", the runtime has " + HeaderLayout.VERSION
                + "; use the same Bowstring version for the runtime and for every node"));
    }
}
