package dev.bowstring.transport.layout;

/**
 * What the supervisor tells a node. Written by the supervisor alone (release), read by the node (acquire), woken through
 * its doorbell.
 *
 * <pre>
 *   0        128           136  144        152    160         168                         176     184   192
 *   | header | INCARNATION | GO | DRAINING | STOP | LOG_LEVEL | WALL_MINUS_MONOTONIC (ns) | STATE | PID | SINCE (ns) | ... 4096
 * </pre>
 *
 * LOG_LEVEL is 0, which leaves the choice to the node; other values have no meaning yet. STOP is 0 while the node may run, else the code of the reason: 1 requested, 2 grace expired.
 *
 * <p>STATE, PID and SINCE are for whoever looks at the run from outside; nodes do not read them. STATE is a code of
 * {@code NodeState}, stored last; PID the process, 0 if there is none; SINCE the monotonic clock when STATE changed. INDEX of
 * the header is the number of the node in the order of declaration, -1 for the runtime itself, which publishes what
 * nodes print.
 */
public final class NodeControlLayout {
    public static final int INCARNATION = 128;
    public static final int GO = 136;
    public static final int DRAINING = 144;
    public static final int STOP = 152;
    public static final int LOG_LEVEL = 160;
    public static final int WALL_MINUS_MONOTONIC = 168;
    public static final int STATE = 176;
    public static final int PID = 184;
    public static final int SINCE = 192;
    public static final int FILE_LENGTH = 4096;

    private NodeControlLayout() {}
}
