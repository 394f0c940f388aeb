package dev.bowstring.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.testing.TestNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectScopeTest {
    private final TestNode outer = TestNode.builder().id("outer").build();
    private final TestNode inner = TestNode.builder().id("inner").build();

    @Test
    void shouldGoByTheInnermostScope() {
        ConnectScope.within(outer::node, () -> {
            ConnectScope.within(
                    inner::node, () -> assertThat(Node.connect().id()).isEqualTo("inner"));
            assertThat(Node.connect().id()).isEqualTo("outer");
        });
    }

    @Test
    void shouldRefuseAThreadThatOutlivesItsScope() {
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<Node> late = new CompletableFuture<>();
        ConnectScope.within(
                outer::node,
                () -> new Thread(() -> {
                            try {
                                over.await();
                                late.complete(Node.connect());
                            } catch (InterruptedException | NodeException refused) {
                                late.completeExceptionally(refused);
                            }
                        })
                        .start());
        over.countDown();

        assertThatThrownBy(late::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("the test that has started this thread is over");
    }
}
