package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.arrow.CopiedRows;
import dev.bowstring.node.arrow.NodeMemory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** The Arrow memory of a rehearsal: the node's, which must be empty in the end, and the test's. Any thread. */
final class ScriptedMemory {
    private final NodeMemory memory = new NodeMemory();
    private final BufferAllocator node = memory.ordinaryChild("copies of the node");
    private final BufferAllocator test = memory.ordinaryChild("the test");

    BufferAllocator ofTest() {
        return test;
    }

    BufferAllocator newChild(String name) {
        return memory.ordinaryChild(name);
    }

    CopiedRows copyForNode(VectorSchemaRoot rows, DictionaryProvider dictionaries) {
        return CopiedRows.of(rows, dictionaries, node);
    }

    CopiedRows copyForTest(VectorSchemaRoot rows, DictionaryProvider dictionaries) {
        return CopiedRows.of(rows, dictionaries, test);
    }

    /** The node, or the test, was to give everything back of this. */
    void close(BufferAllocator child, LeakReport leaks) {
        memory.close(child)
                .ifPresent(
                        what -> leaks.add("Arrow memory of " + child.getName() + " was never released: " + what, null));
    }

    void closeNode(LeakReport leaks) {
        close(node, leaks);
    }

    void closeTest(LeakReport leaks) {
        close(test, leaks);
        try {
            memory.close();
        } catch (IllegalStateException leak) {
            // It says what was said above, of the children; or that a child of a child is open, which is the user's.
            if (leaks.leaks().isEmpty()) {
                leaks.add("Arrow memory was never released: " + leak.getMessage(), null);
            }
        }
    }
}
