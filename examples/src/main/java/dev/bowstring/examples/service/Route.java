package dev.bowstring.examples.service;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.Float8Vector;

/** Two places on the Earth, in degrees; as a message four values. */
record Route(double fromLatitude, double fromLongitude, double toLatitude, double toLongitude) {
    /** Metadata of a request that the server is not to answer, a boolean. */
    static final String IGNORE = "ignore";

    private static final double EARTH_RADIUS_KM = 6371.0;
    private static final double POLE = 90;
    private static final int VALUES = 4;

    static Route of(Float8Vector values) {
        return new Route(values.get(0), values.get(1), values.get(2), values.get(3));
    }

    /** To be closed by the caller. */
    Float8Vector vector(BufferAllocator allocator) {
        Float8Vector values = new Float8Vector("degrees", allocator);
        values.allocateNew(VALUES);
        values.set(0, fromLatitude);
        values.set(1, fromLongitude);
        values.set(2, toLatitude);
        values.set(3, toLongitude);
        values.setValueCount(VALUES);
        return values;
    }

    /** Whether both places are on the Earth. */
    boolean isPossible() {
        return Math.abs(fromLatitude) <= POLE && Math.abs(toLatitude) <= POLE;
    }

    /** The length along a great circle, by the haversine formula. */
    double kilometres() {
        double north = Math.toRadians(toLatitude - fromLatitude) / 2;
        double east = Math.toRadians(toLongitude - fromLongitude) / 2;
        double root = Math.pow(Math.sin(north), 2)
                + Math.cos(Math.toRadians(fromLatitude))
                        * Math.cos(Math.toRadians(toLatitude))
                        * Math.pow(Math.sin(east), 2);
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(root));
    }
}
