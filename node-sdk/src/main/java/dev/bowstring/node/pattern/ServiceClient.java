package dev.bowstring.node.pattern;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Asks a server, which is another node: sends requests on an output, and takes the replies out of an input, before anybody
 * else sees them. All other messages of the input stay in the stream of events, in order.
 *
 * <pre>{@code
 * try (ServiceClient client = ServiceClient.of(node, node.output("requests"), "replies")) {
 *     client.call(vector, Metadata.EMPTY, ofSeconds(1)).thenAccept(reply -> {   // from anywhere
 *         try (reply) {
 *             node.log().info(reply.isOk() ? text(reply.message()) : reply.reason());
 *         }
 *     });
 *     Reply reply = client.callAndWait(vector, Metadata.EMPTY, ofSeconds(1));   // within the loop of events
 * }
 * }</pre>
 *
 * <p>{@code call} works however the node's events are read, and also while nobody reads them: its stages are completed
 * where they are read, where the time ran out, or at once. Whoever is in the midst of an iteration, {@code for (Event event :
 * node.events())}, in a handler, or in a callback of {@code node.publisher()}, does read them: use {@code callAndWait} in the
 * iteration and in a handler, for a thread that waits for a stage of {@code call} there keeps the reply from being read. Any
 * thread.
 */
public final class ServiceClient implements AutoCloseable {
    private final Node node;
    private final Output requests;
    private final String replies;
    private final Correlation<Call> calls;

    private ServiceClient(Node node, Output requests, String replies) {
        this.node = node;
        this.requests = requests;
        this.replies = replies;
        this.calls = new Correlation<>(node, List.of(replies), Service.REQUEST_ID, new Call.Completed());
    }

    /**
     * A client of the server that reads this output, and sends its replies to this input.
     *
     * @throws NodeException if there is no such input
     */
    public static ServiceClient of(Node node, Output requests, String replies) {
        return new ServiceClient(node, requests, replies);
    }

    /**
     * Closes replies to other clients of the server instead of leaving them in the stream of events. Wanted where a server
     * has several clients, since each of its replies reaches all of them.
     *
     * @return this
     */
    public ServiceClient ignoringOthers() {
        calls.dropOthers();
        return this;
    }

    /**
     * Sends a vector, and does not wait. It must not be touched until the stage is complete, however that comes about; then it
     * is empty if it was sent, or as it was.
     *
     * @param timeout for all of it, the wait for room included
     * @return never fails but for an output that is closed; cancelling it gives up
     * @throws NodeException if 65,536 calls of this client wait for an answer already
     */
    public CompletionStage<Reply> call(FieldVector request, Metadata metadata, Duration timeout) {
        return call(attached -> requests.sendAsync(request, attached), metadata, timeout);
    }

    /** Sends the rows of a root, and does not wait. See {@link #call(FieldVector, Metadata, Duration)}. */
    public CompletionStage<Reply> call(VectorSchemaRoot request, Metadata metadata, Duration timeout) {
        return call(attached -> requests.sendAsync(request, attached), metadata, timeout);
    }

    /** Sends a batch, and does not wait. See {@link #call(FieldVector, Metadata, Duration)}. */
    public CompletionStage<Reply> call(Batch request, Metadata metadata, Duration timeout) {
        return call(attached -> requests.sendAsync(request, attached), metadata, timeout);
    }

    private CompletionStage<Reply> call(
            Function<Metadata, CompletionStage<SendResult>> send, Metadata metadata, Duration timeout) {
        String id = calls.newId();
        Metadata attached = attach(metadata, id);
        Call call = new Call();
        Optional<Correlation.End> over = calls.open(id, call);
        if (over.isPresent()) {
            call.complete(Reply.never(over.get()));
            return call;
        }
        CompletionStage<Reply> stage = call;
        stage.whenComplete((reply, failure) -> calls.forget(id));
        call.sending(Attached.begin(() -> send.apply(attached)));
        if (!call.isDone()) {
            call.endAfter(node.delay(timeout));
        }
        return call;
    }

    private static Metadata attach(Metadata metadata, String id) {
        return Attached.with(metadata, Map.of(Service.REQUEST_ID, id));
    }

    /**
     * Sends a vector and waits for its reply, while everything else that comes stays for later, in order. To be used where
     * {@link Node#next()} could be: in the loop of events, or when nobody else reads them.
     *
     * @param timeout for all of it, the wait for room included
     * @throws NodeException if somebody else reads the events, or the input holds so many messages that no more may be held;
     *     the cure is its {@code max_held}
     */
    public Reply callAndWait(FieldVector request, Metadata metadata, Duration timeout) {
        return await(attached -> requests.send(request, attached, timeout), metadata, timeout);
    }

    /** Sends the rows of a root and waits for its reply. See {@link #callAndWait(FieldVector, Metadata, Duration)}. */
    public Reply callAndWait(VectorSchemaRoot request, Metadata metadata, Duration timeout) {
        return await(attached -> requests.send(request, attached, timeout), metadata, timeout);
    }

    /** Sends a batch and waits for its reply. See {@link #callAndWait(FieldVector, Metadata, Duration)}. */
    public Reply callAndWait(Batch request, Metadata metadata, Duration timeout) {
        return await(attached -> requests.send(request, attached, timeout), metadata, timeout);
    }

    private Reply await(Function<Metadata, SendResult> send, Metadata metadata, Duration timeout) {
        String id = calls.newId();
        long beganNs = node.nanoTime();
        Optional<Correlation.End> over = calls.beginWait(id);
        try {
            if (over.isPresent()) {
                return Reply.never(over.get());
            }
            SendResult sent = send.apply(attach(metadata, id));
            return sent.sent() ? find(id, beganNs, timeout) : Reply.notSent(sent);
        } finally {
            calls.endWait(id);
        }
    }

    private Reply find(String id, long beganNs, Duration timeout) {
        while (true) {
            long restarts = calls.restarts();
            Duration left = timeout.minusNanos(node.nanoTime() - beganNs);
            Optional<Message> found =
                    node.next(replies, message -> calls.isFor(id, message), left.isNegative() ? Duration.ZERO : left);
            if (found.isPresent()) {
                return Reply.of(found.get().retain());
            }
            Optional<Correlation.End> over = calls.over(id);
            if (over.isPresent()) {
                return Reply.never(over.get());
            }
            if (timeout.minusNanos(node.nanoTime() - beganNs).compareTo(Duration.ZERO) <= 0) {
                return Reply.timeout();
            }
            if (calls.restarts() == restarts) {
                return Reply.never(Correlation.End.STOPPING); // nothing else ends a wait early
            }
            // A restart that was before the request has ended the search, not the wait: the new server has the request.
        }
    }

    /**
     * The server is not there any more, or is another one: all calls that wait end as {@link Reply.Outcome#SERVER_GONE} at
     * once. Called by itself when the input of the replies closes, or tells that the server was started again; what is asked
     * after that goes to the new one.
     */
    public void serverGone() {
        calls.endAll(Correlation.End.SERVER_GONE);
    }

    /** How many replies came after their time; they were closed. */
    public long late() {
        return calls.late();
    }

    /** Takes no replies any more. Calls that wait end as {@link Reply.Outcome#STOPPING}. */
    @Override
    public void close() {
        calls.close();
    }
}
