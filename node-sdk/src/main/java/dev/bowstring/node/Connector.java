package dev.bowstring.node;

import java.util.Map;

/** What {@link Node#connect} finds through {@link java.util.ServiceLoader}; not for users. */
public interface Connector {

    /** Connects to the dataflow that the variables name. */
    Node connect(Map<String, String> environment);
}
