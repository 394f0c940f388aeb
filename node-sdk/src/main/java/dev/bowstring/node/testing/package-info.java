/**
 * Tests of nodes and of dataflows: {@link dev.bowstring.node.testing.TestNode} runs one node's code inside a test, without a
 * runtime and without shared memory; {@link dev.bowstring.node.testing.DataflowExtension} runs a whole dataflow from its
 * YAML, each node a process, for the length of a JUnit 5 test.
 */
@NullMarked
package dev.bowstring.node.testing;

import org.jspecify.annotations.NullMarked;
