package dev.bowstring.runtime.faults;

/**
 * A place in the code of the product.
 *
 * @param owner the class, below {@code dev.bowstring}, with slashes
 * @param method a method of it; all overloads
 * @param call what is called there, for {@link When#BEFORE} and {@link When#AFTER}
 */
record CodePoint(String owner, String method, When when, String call) {
    private static final String ROOT = "dev/bowstring/";

    /** Where in the method. */
    enum When {
        ENTRY,
        BEFORE,
        AFTER,
        EXIT
    }

    static CodePoint entry(String owner, String method) {
        return new CodePoint(owner, method, When.ENTRY, "");
    }

    static CodePoint exit(String owner, String method) {
        return new CodePoint(owner, method, When.EXIT, "");
    }

    static CodePoint before(String owner, String method, String call) {
        return new CodePoint(owner, method, When.BEFORE, call);
    }

    static CodePoint after(String owner, String method, String call) {
        return new CodePoint(owner, method, When.AFTER, call);
    }

    boolean isIn(String className) {
        return className.equals(ROOT + owner);
    }
}
