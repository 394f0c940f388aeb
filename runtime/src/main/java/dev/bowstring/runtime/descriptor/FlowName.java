package dev.bowstring.runtime.descriptor;

import java.nio.file.Path;

/** Makes a name for a dataflow that has none: its file's, or its directory's when the file is called after its kind. */
final class FlowName {
    private static final int LONGEST = 64;
    private static final String GENERIC = "dataflow";

    private FlowName() {}

    static String of(Path file, Path directory) {
        String fileName = FileFinder.fileName(file);
        int dot = fileName.lastIndexOf('.');
        String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
        return sanitised(stem.equals(GENERIC) ? FileFinder.fileName(directory) : stem);
    }

    private static String sanitised(String name) {
        String fit = name.replaceAll("[^A-Za-z0-9_-]+", "-");
        String shortened = fit.substring(0, Math.min(fit.length(), LONGEST));
        return shortened.isEmpty() ? GENERIC : shortened;
    }
}
