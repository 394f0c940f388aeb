package dev.bowstring.node.session;

import dev.bowstring.node.NodeException;
import dev.bowstring.transport.doorbell.IdleStrategy;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What the user chose on the command line of the JVM.
 *
 * @param idle how threads wait
 * @param tracesLeaks whether to remember where each message was retained
 * @param watchdog what ends this process once the supervisor has gone
 * @param errors where the log goes
 */
record Settings(IdleStrategy idle, boolean tracesLeaks, Watchdog watchdog, Supplier<PrintStream> errors) {
    static final String IDLE = "bowstring.idle";
    static final String LEAKS = "bowstring.leaks";

    static Settings ofSystemProperties() {
        return of(System.getProperty(IDLE, "blocking"), System.getProperty(LEAKS, "none"));
    }

    static Settings of(String idle, String leaks) {
        return new Settings(idle(idle), tracesLeaks(leaks), new Watchdog(), () -> System.err);
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

    private static boolean tracesLeaks(String level) {
        return switch (level.toLowerCase(Locale.ROOT)) {
            case "full" -> true;
            case "none" -> false;
            default -> throw new NodeException("-D" + LEAKS + "=" + level + " is not known", "use full or none");
        };
    }
}
