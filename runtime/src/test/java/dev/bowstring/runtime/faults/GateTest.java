package dev.bowstring.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;

/** The points at which processes are hurt are where the code is: who renames a method learns it here. */
class GateTest {
    @ParameterizedTest
    @EnumSource
    void shouldBeInTheCode(Gate gate) throws IOException {
        assertThat(calls(gate.point()))
                .as("%s", gate.point())
                .contains(gate.point().call());
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeInTheCode(Defect defect) throws IOException {
        assertThat(calls(defect.point()))
                .as("%s", defect.point())
                .contains(defect.point().call());
    }

    @Test
    void shouldHurtWhoPassesAGateAndNobodyElse() {
        assertThat(Cell.all()).doesNotHaveDuplicates();
        assertThat(Cell.some(1)).extracting(Cell::gate).containsExactly(Gate.values());
    }

    /** What the method calls, and "" for itself; nothing if there is no such method. */
    private static List<String> calls(CodePoint point) throws IOException {
        List<String> calls = new ArrayList<>();
        String file = "/dev/bowstring/" + point.owner() + ".class";
        try (InputStream bytes = GateTest.class.getResourceAsStream(file)) {
            new ClassReader(bytes)
                    .accept(
                            new ClassVisitor(ChangedCode.API) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String name, String type, String signature, String[] exceptions) {
                                    return name.equals(point.method()) ? recorder(calls) : null;
                                }
                            },
                            0);
        }
        return calls;
    }

    private static MethodVisitor recorder(List<String> calls) {
        calls.add("");
        return new MethodVisitor(ChangedCode.API) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String type, boolean ofInterface) {
                calls.add(name);
            }
        };
    }
}
