package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Stop;

/** Reads for diversions while nobody else asks for events, and makes room for whoever does. */
final class Standby extends Face {
    private final Diversions diversions;
    private volatile boolean yields;

    Standby(EventPump pump, Diversions diversions) {
        super(pump);
        this.diversions = diversions;
    }

    /** Whether it has something to do: not once it has made room for somebody, until that one is gone. */
    boolean isWanted() {
        return !yields && diversions.areAwaiting();
    }

    /** Whoever it made room for has gone. */
    void mayReturn() {
        if (yields) {
            yields = false;
        }
    }

    @Override
    boolean wants() {
        return false;
    }

    @Override
    boolean keeps() {
        return isWanted();
    }

    @Override
    public boolean leaves() {
        yields = true;
        pump().wake();
        return true;
    }

    @Override
    boolean accept(Event event) {
        return false; // it wants none
    }

    @Override
    void ended(Stop stop) {
        // Those who await something see that by themselves.
    }

    @Override
    void failed(NodeException why) {
        pump().stream().report(why); // and goes on: others await something as well
    }

    @Override
    public String toString() {
        return "its event thread";
    }
}
