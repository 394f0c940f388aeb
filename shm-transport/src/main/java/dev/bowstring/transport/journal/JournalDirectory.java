package dev.bowstring.transport.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * Where the files of a journal are.
 *
 * @param path its directory
 */
public record JournalDirectory(Path path) {
    private static final String SUFFIX = ".cq4";
    private static final String QUEUE_FILES = "*" + SUFFIX;
    private static final DateTimeFormatter NAMES = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT);

    /** A cycle of the queue is a minute; the appender decides how many of them pass over in one file. */
    static final long CYCLE_MS = 60_000;

    private static final String BLOCK_BYTES = "block_bytes";
    private static final String VERSION = "version";
    private static final String OUR_VERSION = "1";

    /** Where a reader keeps how far it has come, {@code name} being {@code <node>.<input>}. */
    public Path position(String name) {
        return path.resolve("positions").resolve(name);
    }

    Path lock() {
        return path.resolve("lock");
    }

    private Path properties() {
        return path.resolve("journal.properties");
    }

    /** Whether a journal was begun here. */
    public boolean exists() {
        return Files.exists(properties());
    }

    /** The files of the queue, the oldest first: their names are times. */
    public List<Path> queueFiles() {
        List<Path> files = new ArrayList<>();
        if (!exists()) {
            return files;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, QUEUE_FILES)) {
            found.forEach(files::add);
        } catch (IOException failure) {
            throw new JournalException(path, "cannot be listed: " + failure, "check that it is there", failure);
        }
        files.sort(null);
        return files;
    }

    /** Which cycle a file is of, by its name, which is a time in UTC. */
    static int cycleOf(Path file) {
        String name = String.valueOf(file.getFileName());
        String minute = name.substring(0, name.length() - SUFFIX.length());
        LocalDateTime begun = LocalDateTime.parse(minute, NAMES);
        return (int) (begun.toEpochSecond(ZoneOffset.UTC) * 1000 / CYCLE_MS);
    }

    /** The file of a cycle. */
    Path queueFile(int cycle) {
        return path.resolve(
                NAMES.format(LocalDateTime.ofEpochSecond(cycle * CYCLE_MS / 1000, 0, ZoneOffset.UTC)) + SUFFIX);
    }

    /** What all files of the queue take. */
    public long bytes() {
        long sum = 0;
        for (Path file : queueFiles()) {
            sum += sizeOf(file);
        }
        return sum;
    }

    static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0; // deleted by retention while we looked
        }
    }

    /** Makes the directory, closed to others, and writes down what it is mapped with, unless that was done before. */
    void create(long blockBytes) {
        try {
            makePrivate(path);
            if (!exists()) {
                Path made = path.resolve("journal.properties.new");
                Files.writeString(made, VERSION + "=" + OUR_VERSION + "\n" + BLOCK_BYTES + "=" + blockBytes + "\n");
                Files.move(made, properties(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException failure) {
            throw new JournalException(path, "cannot be created: " + failure, "check --data-dir", failure);
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException link) {
            throw new IOException(directory + " is no directory", link);
        }
    }

    /** The block size the journal was made with. */
    long blockBytes() {
        Properties found = new Properties();
        try (var in = Files.newBufferedReader(properties())) {
            found.load(in);
        } catch (IOException | IllegalArgumentException failure) {
            throw new JournalException(path, "is no journal: " + failure, "name the directory of a journal", failure);
        }
        if (!OUR_VERSION.equals(found.getProperty(VERSION))) {
            throw new JournalException(
                    path,
                    "has version " + found.getProperty(VERSION) + ", this is " + OUR_VERSION,
                    "read it with the release that wrote it");
        }
        try {
            long bytes = Long.parseLong(found.getProperty(BLOCK_BYTES, ""));
            if (bytes < (1 << 16) || bytes > (4L << 30) || Long.bitCount(bytes) != 1) {
                throw new NumberFormatException("block_bytes=" + bytes);
            }
            return bytes;
        } catch (NumberFormatException nonsense) {
            throw new JournalException(path, "has a damaged journal.properties", "restore it from a copy", nonsense);
        }
    }
}
