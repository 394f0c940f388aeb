package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.doctor.Doctor;
import dev.bowstring.runtime.doctor.Finding;
import dev.bowstring.runtime.doctor.Finding.Level;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bowstring doctor}: exit code 1 when something keeps dataflows from running, 0 otherwise. */
@Command(
        name = "doctor",
        description = "Looks whether dataflows can run well here, and says what to do where they cannot.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final int PROBLEMS = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--clean",
            description = "Remove what runs have left whose supervisors were killed. Without it nothing is changed.")
    private boolean clean;

    @Mixin
    private ShmDir shmDir = new ShmDir();

    @Mixin
    private DataDir dataDir = new DataDir();

    @Override
    public Integer call() {
        Doctor doctor = new Doctor(shmDir.path(), dataDir.path(), System.getenv(), clean);
        List<Finding> findings = doctor.look();
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(finding -> print(finding, out));
        out.flush();
        return findings.stream().anyMatch(finding -> finding.level() == Level.PROBLEM) ? PROBLEMS : ExitCode.OK;
    }

    private static void print(Finding finding, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-8s %-15s %s%n",
                finding.level().name().toLowerCase(Locale.ROOT),
                finding.about(),
                finding.what());
        if (!finding.cure().isEmpty()) {
            out.printf(Locale.ROOT, "%24s %s%n", "cure:", finding.cure());
        }
    }
}
