package dev.bowstring.benchmarks.latency;

import dev.bowstring.benchmarks.contender.Installable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Builds or downloads peers that a Maven build does not bring. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description = "Installs peers into the data directory: iceoryx2 and dora (cargo), dora-python (python3).")
final class Install implements Callable<Integer> {
    @Parameters(arity = "1..*", description = "iceoryx2, dora, dora-python or all")
    private Set<String> names = Set.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Installable> chosen = Installable.all().stream()
                .filter(peer -> names.contains("all") || names.contains(peer.id()))
                .toList();
        if (chosen.size() < names.size() && !names.contains("all")) {
            System.err.println("there is: "
                    + Installable.all().stream().map(Installable::id).collect(Collectors.joining(", ")) + ", all");
            return 2;
        }
        for (Installable peer : chosen) {
            for (List<String> command : peer.commands()) {
                System.out.println(String.join(" ", command));
                int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
                if (exit != 0) {
                    System.err.println(peer.id() + " was not installed: exit code " + exit);
                    return 1;
                }
            }
        }
        return 0;
    }
}
