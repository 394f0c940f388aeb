package dev.bowstring.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader that is always started again holds as many messages as it may, and is killed each time. */
@Tag("process")
@Tag("long")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HeldMessagesIT {
    private static final int KILLS = 30;
    private static final int PINS = 16;

    @TempDir
    Path directory;

    @Test
    void shouldGiveBackEveryBlockThatAKilledReaderHeld() throws Exception {
        try (FaultRun run = new FaultRun(directory, directory.resolve("data"))) {
            run.start(
                    new FaultFlow(directory)
                            .source(List.of())
                            .reader("keeper", List.of(), FaultFlow.ALL)
                            .holder("holder")
                            .toString(),
                    List.of());
            try (Books books = run.books()) {
                for (int life = 1; life <= KILLS; life++) {
                    awaitHeld(run, books, life);
                    run.bowstring().livingNode("holder").destroyForcibly();
                }
                awaitHeld(run, books, KILLS + 1);
                assertThat(books.reader("holder/all").dropped()).isZero();
            }
            run.finish();

            assertThat(run.end().exitCode()).as(run.said()).isZero();
            run.checkSummary();
            assertThat(OwnMemory.in(run.said())).hasSize(1).allSatisfy(told -> {
                assertThat(told.leaked()).as(told.toString()).isZero();
                assertThat(told.window()).as(told.toString()).isLessThanOrEqualTo(FaultFlow.QUEUE);
            });
            JsonNode holder = run.edge("holder/all");
            assertThat(holder.get("received").asLong()).isEqualTo(PINS * (KILLS + 1L));
            Tally keeper = run.tally("keeper", "all");
            assertThat(keeper.got())
                    .as(keeper.toString())
                    .isEqualTo(holder.get("published").asLong());
            assertThat(keeper.missed() + keeper.repeated() + keeper.torn())
                    .as(keeper.toString())
                    .isZero();
            run.bowstring().assertNothingLeft();
        }
    }

    private static void awaitHeld(FaultRun run, Books books, int life) {
        Path held = run.file("held-" + life);
        await().until(() -> Files.exists(held) || !run.supervisor().isAlive());
        assertThat(books.reader("holder/all").pins()).as(run.said()).hasSize(PINS);
        books.check();
    }
}
