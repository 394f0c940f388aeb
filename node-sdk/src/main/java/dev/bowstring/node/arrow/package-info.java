/**
 * Arrow data over shared memory: the only code, besides the signatures of the API and the recorder, that knows Arrow.
 *
 * <pre>
 *   NodeMemory          the node's root allocator; its factory finds the arena of an output by walking up the allocators
 *   ArrowOutput         prepares Outgoing messages: buffers in the arena go as they are, others are copied once
 *   ArrowBatch          the pooled way: one stable root, sets of buffers that return when no reader reaches them
 *   ArrowInput          loads what was Received into cached roots whose vectors lie in the publisher's memory
 * </pre>
 *
 * <p>Counts of arena memory: a block has one count for its Arrow allocation until that is released, and one for each
 * message that names it. {@code send} lets go of the first after the commit has taken the second.
 */
@NullMarked
package dev.bowstring.node.arrow;

import org.jspecify.annotations.NullMarked;
