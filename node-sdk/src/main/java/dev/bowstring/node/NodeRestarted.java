package dev.bowstring.node;

/**
 * The node that publishes an input has been started again: what comes from here on was sent by its new process. Comes behind
 * the last message of the process before, and before the first of the new one.
 *
 * <p>Nothing was lost on the way but what the old process had not sent yet. A server that was restarted knows nothing of
 * what it was asked before; a stream that its messages form may begin anew.
 *
 * @param input the input's name
 * @param restartCount how often the node has been restarted so far, as {@link Node#restartCount} says there. It grows by
 *     more than one where restarts have no message between them; they come as one event. (So do those that this node was
 *     more than 30 restarts behind.)
 * @param restartedNs when, on the clock of {@link System#nanoTime}
 */
public record NodeRestarted(String input, long restartCount, long restartedNs) implements Event {}
