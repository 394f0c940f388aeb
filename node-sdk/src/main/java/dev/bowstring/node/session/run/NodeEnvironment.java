package dev.bowstring.node.session.run;

import dev.bowstring.node.NodeException;
import dev.bowstring.transport.control.Hello;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who this process is, as the runtime says in its environment, or as it wants to be when it attaches.
 *
 * @param runDirectory where the shared files of the run are
 * @param node the node's id
 * @param incarnation which life of the node this is, from 1; {@link Hello#ATTACHING} when the process attaches
 * @param token shows the supervisor that this is the process it started
 */
record NodeEnvironment(Path runDirectory, String node, long incarnation, String token) {
    static final String RUN_DIRECTORY = "BOWSTRING_RUN_DIR";
    static final String NODE = "BOWSTRING_NODE";
    static final String INCARNATION = "BOWSTRING_INCARNATION";
    static final String TOKEN = "BOWSTRING_TOKEN";

    static NodeEnvironment of(Map<String, String> variables) {
        return new NodeEnvironment(
                Path.of(variable(variables, RUN_DIRECTORY)),
                variable(variables, NODE),
                number(INCARNATION, variable(variables, INCARNATION)),
                variable(variables, TOKEN));
    }

    /** The runtime did not start this process, and may not end it. */
    boolean isAttached() {
        return incarnation == Hello.ATTACHING;
    }

    private static String variable(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null || value.isEmpty()) {
            throw new NodeException(
                    "this program is a node of a dataflow (" + name + " is not set)",
                    "start it with `java -jar bowstring.jar run FLOW.yml`, with the program as the `path` of a node");
        }
        return value;
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException garbage) {
            throw new NodeException(
                    name + " is '" + value + "', not a number", "leave it as the runtime sets it", garbage);
        }
    }
}
