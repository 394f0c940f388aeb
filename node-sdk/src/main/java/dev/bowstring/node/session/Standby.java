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

    /** It has the node. */
    Standby begin() {
        yields = false;
        return this;
    }

    @Override
    boolean wants() {
        return false;
    }

    @Override
    boolean keeps() {
        return !yields && diversions.areAwaiting();
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
        yields = true;
    }

    @Override
    public String toString() {
        return "its event thread";
    }
}
