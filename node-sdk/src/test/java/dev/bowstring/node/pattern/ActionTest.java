package dev.bowstring.node.pattern;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.get;
import static dev.bowstring.node.Numbers.next;
import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.send;
import static dev.bowstring.node.Numbers.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.pattern.GoalResult.Outcome;
import dev.bowstring.transport.control.StopReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goals, their feedback and their results, over real files. */
@Timeout(60)
class ActionTest {
    private RunFixture run;
    private Node node;
    private Node server;
    private Output progress;
    private Output results;
    private ActionClient client;
    private final Goals goals = new Goals();
    private final List<Long> feedback = new CopyOnWriteArrayList<>();
    private final List<BigIntVector> sent = new ArrayList<>();

    @BeforeEach
    void start(@TempDir Path directory) {
        run = new RunFixture(directory)
                .output("client", "goals")
                .output("server", "progress")
                .output("server", "results")
                .blocking("server", "goals", "client/goals", 20)
                .blocking("client", "progress", "server/progress", 20)
                .blocking("client", "results", "server/results", 20)
                .start();
        node = run.node("client");
        server = run.node("server");
        progress = server.output("progress");
        results = server.output("results");
        client = ActionClient.of(node, node.output("goals"), "progress", "results");
    }

    @AfterEach
    void close() {
        sent.forEach(BigIntVector::close);
        run.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bowstring-")));
    }

    @Test
    void shouldGiveFeedbackAndThenTheResult() throws Exception {
        Goal goal = begin(7);
        assertThat(get(goal.sent())).isEqualTo(SendResult.SENT);
        OpenGoal accepted = accept().orElseThrow();
        assertThat(accepted.id()).isEqualTo(goal.id());
        send(progress, 1, accepted.feedback());
        send(progress, 2, accepted.feedback());
        await().until(() -> feedback.size() == 2);
        send(results, 70, accepted.succeeded());

        try (GoalResult result = get(goal.result())) {
            assertThat(result.isSuccess()).isTrue();
            assertThat(number(result.message())).isEqualTo(70);
        }
        assertThat(feedback).containsExactly(1L, 2L);
        assertThat(goals.size()).isZero();
        assertNothingHeld(progress, node, "progress");
        assertNothingHeld(results, node, "results");
    }

    @Test
    void shouldEndAGoalWhoseFeedbackIsNotTakenAndLeaveTheOthersAlone() throws Exception {
        BigIntVector vector = new BigIntVector("n", node.output("goals").allocator());
        sent.add(vector);
        vector.setSafe(0, 1);
        vector.setValueCount(1);
        Goal broken = client.send(vector, Metadata.EMPTY, message -> {
            throw new IllegalStateException("a bug of the user's");
        });
        OpenGoal first = accept().orElseThrow();
        Goal whole = begin(2);
        OpenGoal second = accept().orElseThrow();

        send(progress, 1, first.feedback());
        send(results, 20, second.succeeded());

        assertThatThrownBy(() -> get(broken.result()))
                .hasMessageContaining("the feedback of goal " + broken.id() + " was not taken");
        try (GoalResult result = get(whole.result())) {
            assertThat(result.isSuccess()).isTrue();
        }
    }

    @Test
    void shouldCancelAGoal() throws Exception {
        Goal goal = begin(7);
        assertThat(get(goal.cancel())).isEqualTo(SendResult.SENT);
        OpenGoal accepted = accept().orElseThrow();
        assertThat(accepted.isCanceled()).isFalse();
        assertThat(accept()).as("the cancellation").isEmpty();
        assertThat(accepted.isCanceled()).isTrue();
        send(results, 3, accepted.canceled());

        try (GoalResult result = get(goal.result())) {
            assertThat(result.outcome()).isEqualTo(Outcome.CANCELED);
            assertThat(number(result.message())).isEqualTo(3);
        }
        goals.cancel(goal.id());
    }

    @Test
    void shouldSayWhyAGoalWasGivenUp() throws Exception {
        Goal goal = begin(7);
        send(results, 0, accept().orElseThrow().aborted("the door is locked"));

        try (GoalResult result = get(goal.result())) {
            assertThat(result).hasToString("ABORTED (the door is locked)");
        }
    }

    @Test
    void shouldKeepGoalsApartAndLeaveEverythingElseInOrder() throws Exception {
        Goal one = begin(1);
        Goal two = begin(2);
        OpenGoal first = accept().orElseThrow();
        OpenGoal second = accept().orElseThrow();
        send(results, 100);
        send(results, 20, second.succeeded());
        send(results, 101);
        send(results, 10, first.succeeded());
        send(results, 102, Metadata.of(Action.GOAL_ID, "another's"));

        assertThat(number(next(node))).isEqualTo(100);
        assertThat(number(next(node))).isEqualTo(101);
        assertThat(number(next(node))).isEqualTo(102);
        try (GoalResult a = get(one.result());
                GoalResult b = get(two.result())) {
            assertThat(number(a.message())).isEqualTo(10);
            assertThat(number(b.message())).isEqualTo(20);
        }
    }

    @Test
    void shouldEndGoalsWhenTheServerHasEnded() throws Exception {
        Goal goal = begin(1);
        run.end("server");

        assertThat(get(goal.result()).outcome()).isEqualTo(Outcome.SERVER_GONE);
        assertThat(get(begin(2).result()).outcome()).isEqualTo(Outcome.SERVER_GONE);
    }

    @Test
    void shouldOrphanGoalsWhenTheServerWasStartedAgain() throws Exception {
        Goal goal = begin(1);
        client.serverGone();
        assertThat(get(goal.result()).outcome()).isEqualTo(Outcome.SERVER_GONE);

        send(results, 1, accept().orElseThrow().succeeded());
        send(results, 2);
        assertThat(number(next(node))).isEqualTo(2);
        assertThat(client.late()).isEqualTo(1);
    }

    @Test
    void shouldEndGoalsWhenTheNodeIsToStopOrTheClientIsClosed() throws Exception {
        Goal goal = begin(1);
        run.stop("client", StopReason.REQUESTED);
        assertThat(get(goal.result()).outcome()).isEqualTo(Outcome.STOPPING);
        client.close();
        assertThatThrownBy(() -> get(begin(2).result()).message()).hasMessageContaining("STOPPING");
    }

    @Test
    void shouldRefuseWhatIsNoGoal() {
        send(node.output("goals"), 1);
        Message message = (Message) next(server);
        assertThatThrownBy(() -> goals.accept(message)).hasMessageContaining("no string `goal_id`");
    }

    @Test
    void shouldRefuseOneGoalTooManyAndLetAServerTurnItDown() throws Exception {
        Goals few = new Goals(2);
        Goal first = begin(1);
        OpenGoal open = few.accept((Message) next(server)).orElseThrow();
        begin(2);
        few.accept((Message) next(server));
        Goal third = begin(3);
        Message tooMany = (Message) next(server);

        assertThat(few.isFull()).isTrue();
        assertThatThrownBy(() -> few.accept(tooMany))
                .hasMessageContaining("one goal too many: 2 are open")
                .hasMessageContaining("make a result for each");
        send(results, 0, Goals.rejected(tooMany, "too busy"));
        try (GoalResult result = get(third.result())) {
            assertThat(result.outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(result.reason()).isEqualTo("too busy");
        }
        send(results, 10, open.succeeded());
        get(first.result()).close();
        assertThat(few.isFull()).isFalse();
        assertThat(few.accept(tooMany)).isPresent();
        assertThatThrownBy(() -> new Goals(0)).hasMessageContaining("1 or more");
    }

    private Goal begin(long number) {
        BigIntVector goal = vector(node.output("goals"), number);
        sent.add(goal);
        return client.send(goal, Metadata.EMPTY, message -> feedback.add(number(message)));
    }

    private Optional<OpenGoal> accept() {
        return goals.accept((Message) next(server));
    }
}
