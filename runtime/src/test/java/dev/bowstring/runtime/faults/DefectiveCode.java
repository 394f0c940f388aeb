package dev.bowstring.runtime.faults;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts another value in the place of what a call returns. */
final class DefectiveCode extends ChangedCode {
    private final long value;

    DefectiveCode(Defect defect) {
        super(defect.point());
        value = defect.value();
    }

    @Override
    MethodVisitor change(CodePoint where, MethodVisitor method) {
        return new MethodVisitor(API, method) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String type, boolean ofInterface) {
                super.visitMethodInsn(opcode, owner, name, type, ofInterface);
                if (name.equals(where.call())) {
                    found();
                    boolean wide = Type.getReturnType(type).getSize() == 2;
                    super.visitInsn(wide ? Opcodes.POP2 : Opcodes.POP);
                    super.visitLdcInsn(wide ? (Object) value : (Object) (int) value);
                }
            }
        };
    }
}
