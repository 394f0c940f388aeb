package dev.bowstring.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;

/** The command of a JVM with one of our main classes; peers.jar brings the libraries of the peers along. */
final class JavaCommand {
    private static final List<String> FLAGS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true",
            "-XX:+UseSerialGC",
            "-Xmn64m");

    private JavaCommand() {}

    static List<String> of(String main, List<String> options) {
        List<String> command = new ArrayList<>(Places.java());
        command.addAll(FLAGS);
        command.addAll(options);
        command.addAll(List.of("-cp", Places.ownJar() + ":" + Places.peersJar(), main));
        return command;
    }
}
