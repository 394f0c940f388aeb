/**
 * What the supervisor and its nodes say to each other: words in a page per node, and frames on one Unix socket per run.
 *
 * <p>The words say what is so (go, draining, stop); any thread of the node may look at them at any time, and the node's
 * doorbell wakes it to do so. The socket carries what needs an answer, or must be known to have been said:
 *
 * <pre>
 *   node                          supervisor
 *   HELLO (token, version)  ----&gt;
 *                           &lt;---- WELCOME (ports)  or REFUSED (why), or BUSY (who), then the end
 *   READY                   ----&gt;
 *   GROW (output, bytes)    ----&gt;
 *                           &lt;---- GROWN (arena, size; or refused)
 *   READ (outputs, waited for?)                ----&gt;        a tool, after its WELCOME
 *                           &lt;---- READING (ports; or why not)
 *   CORRUPT (input, what)   ----&gt;
 *   BYE                     ----&gt;        after the node has cleared its pins
 *
 *   anybody                       supervisor
 *   STOP_RUN (now)          ----&gt;        in place of HELLO
 *                           &lt;---- STOP_TAKEN (process), then the end
 *
 *   frame: | length of what follows (int, big-endian, 1 .. 1 MiB) | kind (byte) | fields as of java.io.DataOutput |
 * </pre>
 *
 * <p>The end of the stream is the fastest hint that the other side has died. A frame that is too long, unknown or broken
 * ends the connection with a named reason. HELLO, REFUSED, STOP_RUN and STOP_TAKEN look the same in every version, so that
 * a process of another version can be told so, and any version can stop a run.
 *
 * <p>A process that attaches by itself says incarnation 0 and shows the token that lies in the run directory; it has taken
 * the lock of its node before. BUSY tells it that the one before it is not proved gone: to be tried again.
 */
@NullMarked
package dev.bowstring.transport.control;

import org.jspecify.annotations.NullMarked;
