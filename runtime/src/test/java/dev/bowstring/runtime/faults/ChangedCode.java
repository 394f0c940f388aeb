package dev.bowstring.runtime.faults;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Changes the methods at a point of the code while their class is loaded; a point that is not there ends the JVM. */
abstract class ChangedCode implements ClassFileTransformer {
    static final int API = Opcodes.ASM9;

    private final CodePoint point;
    private boolean found;

    ChangedCode(CodePoint point) {
        this.point = point;
    }

    /** What stands for a method of the point's name. */
    abstract MethodVisitor change(CodePoint where, MethodVisitor method);

    final void found() {
        found = true;
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        if (name == null || !point.isIn(name)) {
            return null; // as it is
        }
        ClassWriter changed = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(classFile).accept(new Methods(changed), 0);
        if (!found) {
            // Thrown from here it would be swallowed, and the test would wait for a gate that nobody passes.
            System.err.println("there is no " + point);
            Runtime.getRuntime().halt(1);
        }
        return changed.toByteArray();
    }

    private final class Methods extends ClassVisitor {
        Methods(ClassVisitor next) {
            super(API, next);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, type, signature, exceptions);
            return name.equals(point.method()) ? change(point, method) : method;
        }
    }
}
