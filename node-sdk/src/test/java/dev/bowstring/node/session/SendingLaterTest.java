package dev.bowstring.node.session;

import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.SendResult;
import dev.bowstring.transport.control.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that wait for room without a thread. */
@Timeout(60)
class SendingLaterTest extends SourceAndSink {
    @Test
    void shouldSendWithoutWaitingAndKeepTheOrder() throws Exception {
        List<CompletableFuture<SendResult>> sends = new ArrayList<>();
        List<BigIntVector> vectors = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            BigIntVector vector = vector(out, i);
            vectors.add(vector);
            sends.add(out.sendAsync(vector).toCompletableFuture());
        }

        assertThat(sends.subList(0, 10)).allMatch(CompletableFuture::isDone);
        assertThat(sends.subList(10, 15)).noneMatch(CompletableFuture::isDone);
        assertThat(out.whenWritable().toCompletableFuture()).isNotDone();
        for (long i = 0; i < 15; i++) {
            assertThat(number(sink.next(Duration.ofSeconds(10)).orElseThrow())).isEqualTo(i);
        }
        for (CompletableFuture<SendResult> send : sends) {
            assertThat(send.get(10, TimeUnit.SECONDS)).isEqualTo(SendResult.SENT);
        }
        assertThat(out.whenWritable().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isTrue();
        vectors.forEach(BigIntVector::close);
    }

    @Test
    void shouldWithdrawAMessageWhoseStageIsCancelled() throws Exception {
        send(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        try (BigIntVector withdrawn = vector(out, 10);
                BigIntVector later = vector(out, 11)) {
            CompletableFuture<SendResult> first = out.sendAsync(withdrawn).toCompletableFuture();
            CompletableFuture<SendResult> second = out.sendAsync(later).toCompletableFuture();
            assertThat(first.cancel(false)).isTrue();
            assertThat(withdrawn.get(0)).isEqualTo(10);

            for (long i = 0; i < 10; i++) {
                assertThat(number(sink.next(Duration.ofSeconds(10)).orElseThrow()))
                        .isEqualTo(i);
            }
            assertThat(number(sink.next(Duration.ofSeconds(10)).orElseThrow())).isEqualTo(11);
            assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(SendResult.SENT);
        }
    }

    @Test
    void shouldEndWhatWaitsForRoomWhenTheNodeStops() throws Exception {
        send(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        try (BigIntVector vector = vector(out, 10)) {
            CompletableFuture<SendResult> send = out.sendAsync(vector).toCompletableFuture();
            CompletableFuture<Boolean> writable = out.whenWritable().toCompletableFuture();
            run.stop("source", StopReason.REQUESTED);

            assertThat(send.get(10, TimeUnit.SECONDS)).isEqualTo(SendResult.STOPPING);
            assertThat(writable.get(10, TimeUnit.SECONDS)).isFalse();
            assertThat(vector.get(0)).isEqualTo(10);
        }
    }

    @Test
    void shouldFailWhatWaitsForRoomWhenTheOutputIsClosed() {
        send(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        try (BigIntVector vector = vector(out, 10)) {
            CompletableFuture<SendResult> send = out.sendAsync(vector).toCompletableFuture();
            out.close();

            assertThatThrownBy(send::join).hasMessageContaining("output 'rows' is closed");
        }
    }
}
