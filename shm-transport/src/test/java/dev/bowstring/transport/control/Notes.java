package dev.bowstring.transport.control;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it is told; welcomes who knows the token, and grants growth below 100 MB. */
final class Notes implements NodeHandler {
    final List<String> said = new CopyOnWriteArrayList<>();
    volatile NodeConnection last;

    @Override
    public Frame.HelloReply onHello(NodeConnection node, Hello hello) {
        said.add("hello " + hello.node() + " " + hello.incarnation());
        last = node;
        return hello.tokenIs("secret") ? Frames.WELCOME : new Frame.Refused("the token of camera is wrong");
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
