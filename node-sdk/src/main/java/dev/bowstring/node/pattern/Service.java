package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import java.util.Map;

/**
 * The server's side of requests and replies: what a reply has to carry, so that it finds its request.
 *
 * <pre>{@code
 * node.on("requests", request -> replies.send(answer(request), Service.reply(request)));
 * }</pre>
 */
public final class Service {
    /** Metadata, a string: what a request and its reply have in common. */
    public static final String REQUEST_ID = "request_id";

    /** Metadata, a string: why a request failed. Such a reply may carry any data, or none. */
    public static final String ERROR = "error";

    private Service() {}

    /** Whether a message is a request. */
    public static boolean isRequest(Message message) {
        return message.metadata().string(REQUEST_ID).isPresent();
    }

    /**
     * The metadata of the reply to a request.
     *
     * @throws NodeException if the message is no request
     */
    public static Metadata reply(Message request) {
        return reply(request, Metadata.EMPTY);
    }

    /**
     * The metadata of the reply to a request, with more of the user's own.
     *
     * @throws NodeException if the message is no request
     */
    public static Metadata reply(Message request, Metadata more) {
        return Attached.with(more, Map.of(REQUEST_ID, requestId(request)));
    }

    /**
     * The metadata of a reply that says that the request failed.
     *
     * @throws NodeException if the message is no request
     */
    public static Metadata error(Message request, String reason) {
        return reply(request, Metadata.of(ERROR, reason));
    }

    private static String requestId(Message request) {
        return request.metadata()
                .string(REQUEST_ID)
                .orElseThrow(() -> new NodeException(
                        request + " is no request: its metadata has no string `" + REQUEST_ID + "`",
                        "call Service.isRequest first, or see who sends it"));
    }
}
