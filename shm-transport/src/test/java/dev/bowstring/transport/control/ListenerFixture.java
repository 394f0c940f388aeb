package dev.bowstring.transport.control;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A listener that a thread turns as the supervisor does, and nodes at the other end of its socket. */
@Timeout(60)
abstract class ListenerFixture {
    static final int MAX_CONNECTIONS = 3;

    /** Notes what it is told; welcomes who knows the token, and grants growth below 100 MB. */
    static final class Notes implements NodeHandler {
        final List<String> said = new CopyOnWriteArrayList<>();
        volatile NodeConnection last;

        @Override
        public Frame.HelloReply onHello(NodeConnection node, Hello hello) {
            said.add("hello " + hello.node() + " " + hello.incarnation());
            last = node;
            if (hello.incarnation() == Hello.ATTACHING) {
                return new Frame.Busy("process 4711 is attached as node camera");
            }
            return hello.tokenIs("secret") ? Frames.WELCOME : new Frame.Refused("the token of camera is wrong");
        }

        @Override
        public void onStop(boolean now) {
            said.add("stop " + now);
        }

        @Override
        public void onReady(NodeConnection node) {
            said.add("ready " + node.hello().node());
        }

        @Override
        public void onGrow(NodeConnection node, Frame.Grow request) {
            if (!request.output().equals("x")) { // of the many that nobody reads the answers of
                said.add("grow " + request.output() + " " + request.minBytes());
            }
            boolean fits = request.minBytes() < 100_000_000;
            node.answer(fits ? new Frame.Grown(request.request(), 1, 64 << 20) : Frame.Grown.refused(request));
        }

        @Override
        public void onRead(NodeConnection node, Frame.Read request) {
            said.add("read " + request.outputs() + " " + request.blocking());
            node.answer(
                    request.outputs().contains("camera/frames")
                            ? new Frame.Reading(
                                    List.of(new InputPort(
                                            "in", "camera", "frames", 3, true, 16, 4, 0, false, Optional.empty())),
                                    "")
                            : Frame.Reading.refused("there is no such output"));
        }

        @Override
        public void onCorrupt(NodeConnection node, String input, String what) {
            said.add("corrupt " + input + " " + what);
        }

        @Override
        public void onBye(NodeConnection node) {
            said.add("bye");
        }

        @Override
        public void onEof(NodeConnection node, String why) {
            said.add("eof " + why);
        }
    }

    @TempDir
    Path folder;

    final Notes notes = new Notes();
    final AtomicInteger gone = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();
    Path socket;
    NodeListener listener;
    private Thread supervisor;
    volatile long nowNs;
    private volatile boolean stopped;

    @BeforeEach
    void listen() {
        socket = folder.resolve("s");
        listener = new NodeListener(socket, notes, MAX_CONNECTIONS, () -> nowNs);
        supervisor = new Thread(() -> {
            while (!stopped) {
                listener.doWork(100);
            }
        });
        supervisor.start();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        stopSupervisor();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("bowstring-link")));
    }

    final void stopSupervisor() throws InterruptedException {
        pauseSupervisor();
        listener.close();
    }

    /** Nobody listens from here on, though the socket is open. */
    final void pauseSupervisor() throws InterruptedException {
        stopped = true;
        listener.wakeUp();
        supervisor.join();
    }

    final SupervisorLink link() {
        return closedAfterwards(SupervisorLink.connect(socket, Hello.of("camera", 2, "secret"), gone::incrementAndGet));
    }

    final <T extends AutoCloseable> T closedAfterwards(T each) {
        open.add(each);
        return each;
    }
}
