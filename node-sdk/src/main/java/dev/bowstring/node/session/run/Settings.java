package dev.bowstring.node.session.run;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.session.message.Leaks;
import dev.bowstring.transport.doorbell.IdleStrategy;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What the user chose on the command line of the JVM.
 *
 * @param idle how threads wait
 * @param leaks of how many messages to remember where they were kept
 * @param watchdog what ends this process once the supervisor has gone
 * @param errors where the log goes
 */
record Settings(IdleStrategy idle, Leaks leaks, Watchdog watchdog, Supplier<PrintStream> errors) {
    static final String IDLE = "bowstring.idle";
    static final String LEAKS = "bowstring.leaks";

    static Settings ofSystemProperties() {
        return of(System.getProperty(IDLE, "blocking"), System.getProperty(LEAKS, "sampled"));
    }

    static Settings of(String idle, String leaks) {
        return new Settings(idle(idle), leaks(leaks), new Watchdog(), () -> System.err);
    }

    private static IdleStrategy idle(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "blocking" -> IdleStrategy.BLOCKING;
            case "spinning" -> IdleStrategy.SPINNING;
            case "yielding" -> IdleStrategy.YIELDING;
            default ->
                throw new NodeException(
                        "-D" + IDLE + "=" + name + " is not known", "use blocking, spinning or yielding");
        };
    }

    private static Leaks leaks(String level) {
        return switch (level.toLowerCase(Locale.ROOT)) {
            case "full" -> Leaks.FULL;
            case "sampled" -> Leaks.SAMPLED;
            case "none" -> Leaks.NONE;
            default ->
                throw new NodeException("-D" + LEAKS + "=" + level + " is not known", "use full, sampled or none");
        };
    }
}
