package dev.bowstring.runtime.faults;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts a gate into the code. */
final class GatedCode extends ChangedCode {
    GatedCode(CodePoint point) {
        super(point);
    }

    @Override
    MethodVisitor change(CodePoint where, MethodVisitor method) {
        return new MethodVisitor(API, method) {
            @Override
            public void visitCode() {
                super.visitCode();
                gateIf(where.when() == CodePoint.When.ENTRY);
            }

            @Override
            public void visitInsn(int opcode) {
                boolean returns = opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
                gateIf(where.when() == CodePoint.When.EXIT && returns);
                super.visitInsn(opcode);
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String type, boolean ofInterface) {
                gateIf(where.when() == CodePoint.When.BEFORE && name.equals(where.call()));
                super.visitMethodInsn(opcode, owner, name, type, ofInterface);
                gateIf(where.when() == CodePoint.When.AFTER && name.equals(where.call()));
            }

            /** Takes nothing from the stack and leaves nothing there. */
            private void gateIf(boolean here) {
                if (here) {
                    found();
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, Type.getInternalName(Parking.class), "pass", "()V", false);
                }
            }
        };
    }
}
