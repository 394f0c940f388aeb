package dev.bowstring.runtime.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import dev.bowstring.runtime.descriptor.JavaSourceProgram;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles single-file nodes once: the classes are kept under {@code <cache>/<key>/}, where the key is made of the source,
 * the JDK and the class path. A directory appears whole or not at all, so that runs beside each other may share it.
 */
public final class SourceCompiler {
    private static final String MAIN_CLASS_FILE = "main-class.txt";

    private final Cache cache;
    private final List<Path> runtimeClasspath;

    /**
     * @param cache a directory that may be deleted at any time
     * @param notes takes sentences for the user
     */
    public SourceCompiler(Path cache, List<Path> runtimeClasspath, Consumer<String> notes) {
        this.cache = new Cache(cache, notes);
        this.runtimeClasspath = List.copyOf(runtimeClasspath);
    }

    /** Compiles, unless that has been done before. */
    CompiledSource compile(String node, JavaSourceProgram program) {
        try {
            List<Path> classpath = new ArrayList<>(runtimeClasspath);
            classpath.addAll(program.classpath());
            String key = new CacheKey()
                    .add(Files.readString(program.source(), UTF_8))
                    .add(System.getProperty("java.home") + System.getProperty("java.vm.version"))
                    .addFiles(classpath)
                    .hex();
            Path directory = cache.entry(key);
            if (!Files.exists(directory.resolve(MAIN_CLASS_FILE))) {
                compileInto(directory, node, program.source(), classpath);
            }
            cache.touch(directory);
            return new CompiledSource(directory, Files.readString(directory.resolve(MAIN_CLASS_FILE), UTF_8));
        } catch (IOException failure) {
            throw new ProcessException(
                    "node " + node + ": cannot compile " + program.source() + ": " + failure, failure);
        }
    }

    private void compileInto(Path directory, String node, Path source, List<Path> classpath) throws IOException {
        Path fresh = cache.workshop();
        try {
            String mainClass = javac(node, source, classpath, fresh);
            Files.writeString(fresh.resolve(MAIN_CLASS_FILE), mainClass, UTF_8);
            moveInto(directory, fresh);
        } finally {
            Trees.delete(fresh);
        }
    }

    private static void moveInto(Path directory, Path fresh) throws IOException {
        try {
            Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException taken) {
            if (!Files.exists(directory.resolve(MAIN_CLASS_FILE))) {
                throw taken;
            }
            // Another run has compiled the same source in the meantime: its classes are as good as ours.
        }
    }

    private static String javac(String node, Path source, List<Path> classpath, Path output) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new ProcessException("node " + node + ": " + source
                    + " cannot be compiled, this Java has no compiler; run Bowstring with a JDK, not a JRE");
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, UTF_8)) {
            List<String> options = List.of(
                    "-d", output.toString(), "-cp", NodeJvm.joined(classpath), "-g", "-parameters", "-proc:none");
            JavacTask task = (JavacTask) compiler.getTask(
                    new StringWriter(), files, diagnostics, options, null, files.getJavaFileObjects(source));
            String mainClass = firstClass(task.parse());
            task.generate();
            List<String> errors = errors(diagnostics);
            if (!errors.isEmpty() || mainClass.isEmpty()) {
                String what = errors.isEmpty() ? source + ": declares no class" : String.join("\n", errors);
                throw new ProcessException("node " + node + " does not compile:\n" + what);
            }
            return mainClass;
        }
    }

    private static String firstClass(Iterable<? extends CompilationUnitTree> units) {
        for (CompilationUnitTree unit : units) {
            for (Tree type : unit.getTypeDecls()) {
                if (type instanceof ClassTree declared) {
                    String prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
                    return prefix + declared.getSimpleName();
                }
            }
        }
        return "";
    }

    private static List<String> errors(DiagnosticCollector<JavaFileObject> diagnostics) {
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> place(diagnostic) + diagnostic.getMessage(Locale.ROOT))
                .collect(Collectors.toList());
    }

    private static String place(Diagnostic<? extends JavaFileObject> diagnostic) {
        return diagnostic.getSource() == null
                ? ""
                : diagnostic.getSource().getName() + ":" + diagnostic.getLineNumber() + ":"
                        + diagnostic.getColumnNumber() + ": ";
    }
}
