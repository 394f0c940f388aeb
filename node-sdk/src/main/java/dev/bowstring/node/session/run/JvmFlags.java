package dev.bowstring.node.session.run;

import dev.bowstring.node.NodeException;
import java.util.Optional;

/** The flags without which Agrona and Arrow cannot reach memory; the runtime passes them to the nodes it starts. */
final class JvmFlags {

    private JvmFlags() {}

    /** Fails with one sentence that names the flag, before a library fails with a stack trace that does not. */
    static void check() {
        check(JvmFlags.class.getModule());
    }

    static void check(Module sdk) {
        if (!isOpen("java.nio", sdk)) {
            throw missing("--add-opens=java.base/java.nio=ALL-UNNAMED");
        }
        if (!isExported("jdk.internal.misc", sdk)) {
            throw missing("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
        }
    }

    private static boolean isOpen(String packageName, Module sdk) {
        return javaBase().map(base -> base.isOpen(packageName, sdk)).orElse(false);
    }

    private static boolean isExported(String packageName, Module sdk) {
        return javaBase().map(base -> base.isExported(packageName, sdk)).orElse(false);
    }

    private static Optional<Module> javaBase() {
        return ModuleLayer.boot().findModule("java.base");
    }

    private static NodeException missing(String flag) {
        return new NodeException(
                "this JVM was started without " + flag, "add the flag, or let `bowstring run` start the node");
    }
}
