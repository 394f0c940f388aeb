package dev.bowstring.node;

import java.util.Map;
import java.util.ServiceLoader;

/** What {@link Node#connect} finds through {@link java.util.ServiceLoader}; not for users. */
public interface Connector {
    /** The one that comes with the SDK. */
    static Connector load() {
        return ServiceLoader.load(Connector.class, Connector.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new NodeException(
                        "the SDK is incomplete: no " + Connector.class.getName() + " on the class path",
                        "use the whole node-sdk jar, with META-INF/services"));
    }

    /** Connects to the dataflow that the variables name. */
    Node connect(Map<String, String> environment);
}
