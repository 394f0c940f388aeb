package dev.bowstring.runtime.faults;

import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prepares a JVM as a victim: {@code -javaagent:AGENT=gate:NAME:K:DIRECTORY} makes it wait when it passes a gate for the
 * k-th time, {@code =defect:NAME} leaves a rule out of its protocol. The classes of the product are those of its jar; what
 * is added is added while they are loaded.
 */
public final class FaultAgent {
    private FaultAgent() {}

    /** Called by the JVM before the main method. */
    public static void premain(String options, Instrumentation jvm) {
        String[] words = options.split(":");
        switch (words[0]) {
            case "gate" -> close(Gate.valueOf(words[1]), Long.parseLong(words[2]), Path.of(words[3]), jvm);
            case "defect" -> jvm.addTransformer(new DefectiveCode(Defect.valueOf(words[1])));
            default -> throw new IllegalArgumentException(options);
        }
    }

    /** A victim waits once: the next life of a node finds its gate open. */
    private static void close(Gate gate, long passage, Path directory, Instrumentation jvm) {
        if (!Files.exists(directory.resolve(Parking.PARKED))) {
            Parking.at(passage, directory);
            jvm.addTransformer(new GatedCode(gate.point()));
        }
    }

    /** The option that prepares a JVM for it. */
    static String option(Path agent, Gate gate, long passage, Path directory) {
        return "-javaagent:" + agent + "=gate:" + gate + ":" + passage + ":" + directory;
    }

    /** The option that prepares a JVM for it. */
    static String option(Path agent, Defect defect) {
        return "-javaagent:" + agent + "=defect:" + defect;
    }
}
