package dev.bowstring.transport.layout;

/**
 * The page by which a sleeping node is woken.
 *
 * <pre>
 *   0        128          256             384            512
 *   | header | BELL (int) | WAITING_INPUT | WAITING_ROOM | PROGRESS | ... 4096
 *
 *   BELL           any neighbour and the node itself add to it, atomically; the futex word; a hint
 *   WAITING_INPUT  the owner: 1 while a thread of it sleeps for input; plain store, then a full fence
 *   WAITING_ROOM   the owner: 1 while a thread of it sleeps for room; plain store, then a full fence
 *   PROGRESS       the owner: changes while its program goes on; opaque store, read by the supervisor as a hint
 * </pre>
 *
 * The supervisor stores 0 into both WAITING words once the owner is proved dead.
 */
public final class DoorbellLayout {
    public static final int BELL = 128;
    public static final int WAITING_INPUT = 256;
    public static final int WAITING_ROOM = 384;
    public static final int PROGRESS = 512;
    public static final int FILE_LENGTH = 4096;

    private DoorbellLayout() {}
}
