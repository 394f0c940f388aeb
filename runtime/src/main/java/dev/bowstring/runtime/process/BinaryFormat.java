package dev.bowstring.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Whether a file is a program that this machine can run by itself. */
final class BinaryFormat {
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final int BYTE_ORDER = 5;
    private static final int MACHINE = 18;
    private static final int HEADER = 20;
    private static final byte BIG_ENDIAN = 2;

    private static final Map<Integer, String> MACHINES =
            Map.of(3, "x86", 40, "arm", 62, "amd64", 183, "aarch64", 243, "riscv64", 22, "s390x", 21, "ppc64");

    private BinaryFormat() {}

    /**
     * What may have gone wrong; empty when the file is a script, or a program for this machine, or cannot be read.
     *
     * @param here the name of this machine's architecture, as Java has it
     */
    static Optional<String> trouble(Path program, String here) {
        byte[] start = new byte[0];
        try (InputStream in = Files.newInputStream(program)) {
            start = in.readNBytes(HEADER);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        if (start.length < HEADER || !Arrays.equals(Arrays.copyOf(start, ELF.length), ELF)) {
            boolean script = start.length > 1 && start[0] == '#' && start[1] == '!';
            return script
                    ? Optional.empty()
                    : Optional.of(program + " is neither a binary nor a script that begins with `#!`,"
                            + " so the shell has read it");
        }
        ByteOrder order = start[BYTE_ORDER] == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int number = ByteBuffer.wrap(start).order(order).getShort(MACHINE) & 0xFFFF;
        String machine = MACHINES.getOrDefault(number, "machine " + number);
        return MACHINES.containsValue(here) && !machine.equals(here)
                ? Optional.of(program + " is built for " + machine + ", and this machine is " + here)
                : Optional.empty();
    }
}
