package dev.bowstring.runtime.supervisor;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names of runs: when they began, and four letters so that two at once differ. Such as {@code 20260102-030405-x4f2}. */
public final class RunId {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz0123456789";
    private static final int LENGTH = 4;
    private static final Pattern SHAPE = Pattern.compile("[0-9]{8}-[0-9]{6}-[a-z0-9]{" + LENGTH + "}");

    private RunId() {}

    /** A name for a run that begins now. */
    public static String next() {
        return of(LocalDateTime.now(ZoneId.systemDefault()), new SplittableRandom());
    }

    static String of(LocalDateTime now, RandomGenerator random) {
        StringBuilder id = new StringBuilder(TIME.format(now)).append('-');
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /** Whether a directory of this name is a run's. */
    static boolean names(String directory) {
        return SHAPE.matcher(directory).matches();
    }
}
