package dev.bowstring.runtime.lifecycle;

import static dev.bowstring.runtime.lifecycle.AttachEvent.BYE;
import static dev.bowstring.runtime.lifecycle.AttachEvent.HELLO;
import static dev.bowstring.runtime.lifecycle.AttachEvent.LINK_LOST;
import static dev.bowstring.runtime.lifecycle.AttachEvent.LOCK_FREE;
import static dev.bowstring.runtime.lifecycle.AttachState.ATTACHED;
import static dev.bowstring.runtime.lifecycle.AttachState.DETACHED;
import static dev.bowstring.runtime.lifecycle.AttachState.LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AttachStateTest {
    private static final Map<AttachState, Map<AttachEvent, AttachState>> TABLE = Map.of(
            DETACHED, Map.of(HELLO, ATTACHED, LINK_LOST, DETACHED),
            ATTACHED, Map.of(BYE, DETACHED, LINK_LOST, LOST),
            LOST, Map.of(LOCK_FREE, DETACHED));

    @Test
    void shouldFollowItsPictureAndThrowForEveryOtherPair() {
        for (AttachState state : AttachState.values()) {
            for (AttachEvent event : AttachEvent.values()) {
                AttachState expected = TABLE.get(state).get(event);
                if (expected == null) {
                    assertThatThrownBy(() -> state.on(event))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("attach: state=" + state + " event=" + event);
                } else {
                    assertThat(state.on(event)).as("%s on %s", state, event).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void shouldNotTakeALostProcessForDeadBeforeItsLockIsFree() {
        assertThat(DETACHED.on(HELLO).on(LINK_LOST)).isEqualTo(LOST);
        assertThat(LOST.on(LOCK_FREE)).isEqualTo(DETACHED);
    }
}
