package dev.bowstring.runtime.lifecycle;

/** What can happen to a node. */
public enum NodeEvent {
    /** Its process has been started. */
    SPAWNED,
    /** Its process could not be started. */
    SPAWN_FAILED,
    /** It has opened its inputs and outputs; said at once for a node that has neither. */
    READY,
    /** It did not get ready within the time that the start of the dataflow may take. */
    START_TIMED_OUT,
    /** The dataflow stops: the node has been asked to end. */
    STOP_REQUESTED,
    /** Its process is gone, and it will be started again. */
    EXITED_FOR_RESTART,
    /** Its process is gone, and ended as it should. */
    EXITED_OK,
    /** Its process is gone, and did not end as it should. */
    EXITED_BADLY
}
