package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.lifecycle.AttachState;
import dev.bowstring.runtime.supervisor.RunResult.EdgeEnd;
import dev.bowstring.transport.control.Frame.Busy;
import dev.bowstring.transport.control.Frame.Refused;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.LifeLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class DynamicNodeTest extends DynamicNodeFixture {

    @Test
    void shouldStartAndAwaitOnlyTheOthers() {
        assertThat(run.processes.children.keySet()).containsExactly("source", "sink");

        ready("source");
        ready("sink");
        run.work();

        assertThat(controlOf("source").go()).isTrue();
        assertThat(controlOf("probe").go()).as("for who attaches later").isTrue();
        assertThat(run.supervisor.failure()).isEmpty();
    }

    @Test
    void shouldLetOnlyItsOwnerReadTheToken() throws Exception {
        Path token = run.files.run().token("probe");

        assertThat(token).hasContent(probe.token());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(Files.exists(run.files.run().token("source")))
                .as("of a started node")
                .isFalse();
    }

    @Test
    void shouldKeepReadersFreeUntilAProcessAttachesAndOpenThemBehindTheLastMessage() {
        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.FREE);
        ring.putLong(RingLayout.TAIL, 5);

        attach();

        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.BLOCKING);
        assertThat(mode(SOME)).isEqualTo(OutputControlLayout.LOSSY);
        assertThat(control.getLong(OutputControlLayout.reader(ALL) + OutputControlLayout.READER_OPEN))
                .isEqualTo(1);
        assertThat(all.getLong(ReaderLayout.CURSOR)).isEqualTo(5);
        assertThat(all.getLong(ReaderLayout.START)).isEqualTo(5);
        assertThat(incarnationOf("probe")).isEqualTo(1);
    }

    @Test
    void shouldRefuseASecondProcessAndOneWithoutTheLock() {
        assertThat(probe.refusal()).containsInstanceOf(Refused.class);

        LifeLock lock = attach();
        assertThat(probe.refusal()).contains(new Busy("process 77 is attached as node probe"));

        probe.bye(1);
        assertThat(probe.refusal())
                .as("the lock is still held, by the next one")
                .isEmpty();
        lock.giveBack();
        assertThat(probe.refusal()).containsInstanceOf(Refused.class);
    }

    @Test
    void shouldFreeTheReadersOfAProcessThatLeavesAndKeepItsOutputsOpen() {
        attach();

        leave(1);

        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.FREE);
        assertThat(mode(SOME)).isEqualTo(OutputControlLayout.FREE);
        assertThat(closedAt()).isZero();
        assertThat(run.notes).contains("node probe: process 77 has attached", "node probe: process 77 has left");
    }

    @Test
    void shouldDemoteAProcessThatLostItsConnectionAndLivesAndKeepItsPins() {
        allReady();
        LifeLock lock = attach();
        all.putLong(ReaderLayout.pin(2), 99);
        doorbell().putLong(DoorbellLayout.WAITING_INPUT, 1);

        probe.linkLost(1);
        run.advance(60_000);

        assertThat(probe.state()).isEqualTo(AttachState.LOST);
        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.LOSSY);
        assertThat(all.getLong(ReaderLayout.pin(2))).as("it may still read. L6").isEqualTo(99);
        assertThat(probe.refusal()).containsInstanceOf(Busy.class);

        lock.giveBack();
        run.work();

        assertThat(probe.state()).isEqualTo(AttachState.DETACHED);
        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.FREE);
        assertThat(all.getLong(ReaderLayout.pin(2))).isZero();
        assertThat(doorbell().getLong(DoorbellLayout.WAITING_INPUT)).isZero();
        assertThat(run.notes)
                .anySatisfy(note -> assertThat(note).contains("process 77 has lost its connection but lives"))
                .contains("node probe: process 77 is gone; what it held is free again");
    }

    @Test
    void shouldLeaveThePinsOfTheNextProcessAloneWhateverIsHeardOfTheLastOne() {
        allReady();
        LifeLock first = attach();
        first.giveBack();
        probe.linkLost(1);
        assertThat(probe.state()).isEqualTo(AttachState.DETACHED);
        attach();
        all.putLong(ReaderLayout.pin(2), 99);

        probe.linkLost(1);
        probe.bye(1);
        run.advance(60_000);

        assertThat(probe.state()).isEqualTo(AttachState.ATTACHED);
        assertThat(incarnationOf("probe")).isEqualTo(2);
        assertThat(all.getLong(ReaderLayout.pin(2))).isEqualTo(99);
        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.BLOCKING);
    }

    @Test
    void shouldAccountForAllThatWasPublishedWhileProcessesWereAttached() {
        publish(5);
        attach();
        publish(9);
        read(8, 2);
        leave(1);
        publish(20);
        attach();
        publish(23);
        read(22, 2);

        EdgeEnd edge = Accounts.edges(run.files, run.dynamic).get(ALL);

        assertThat(edge.published()).isEqualTo(4 + 3);
        assertThat(edge.received()).isEqualTo(2 + 2);
        assertThat(edge.dropped()).as("one skipped, one left unread").isEqualTo(2);
        assertThat(edge.unread()).isEqualTo(1);
    }
}
