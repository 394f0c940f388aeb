package dev.bowstring.transport.control;

import java.util.List;
import java.util.Optional;

/** One of each frame. */
final class Frames {
    static final Welcome WELCOME = new Welcome(
            "flights",
            List.of(
                    new InputPort("image", "camera", "raw", 2, true, 10, 16, 5_000_000_000L, false, Optional.empty()),
                    new InputPort(
                            "speed",
                            "wheel",
                            "rpm",
                            0,
                            false,
                            1,
                            4,
                            0,
                            true,
                            Optional.of(new JournalPort(
                                    "/data/journals/wheel.rpm", 3, new StartAt(StartAt.Kind.NUMBER, 7))))),
            List.of(new TimerPort("tick", 50_000_000L)),
            List.of(new OutputPort("flags", 8 << 20, 256 << 20, List.of("sink", "", "sink"), 6)),
            true,
            30_000_000_000L);

    static final List<Frame> ALL = List.of(
            new Hello(1, "camera", 3, "secret", 4711),
            new Frame.Refused("no such node; näme it in the dataflow"),
            new Frame.Busy("process 4711 is attached as node camera"),
            WELCOME,
            new Frame.Ready(),
            new Frame.Grow(7, "flags", 40_000_000L),
            new Frame.Grown(7, 1, 64 << 20),
            new Frame.Read(List.of("camera/frames", "a/b"), true),
            new Frame.Reading(WELCOME.inputs(), ""),
            Frame.Reading.refused("no such output"),
            new Frame.Corrupt("image", "slot of another message"),
            new Frame.Bye(),
            new Frame.StopRun(true),
            new Frame.StopTaken(4711));

    private Frames() {}
}
