package dev.bowstring.examples.action;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.Tick;
import dev.bowstring.node.pattern.Goals;
import dev.bowstring.node.pattern.OpenGoal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.Float8Vector;

/** Goes one metre at each step of each journey, and says where it is. */
public final class VehicleNode {
    private final Output positions;
    private final Output arrivals;
    private final Goals goals = new Goals();
    private final List<Journey> journeys = new ArrayList<>();

    /** What it is doing. */
    private static final class Journey {
        private final OpenGoal goal;
        private final double destination;
        private double metres;

        Journey(OpenGoal goal, double destination) {
            this.goal = goal;
            this.destination = destination;
        }
    }

    private VehicleNode(Node node) {
        positions = node.output("positions");
        arrivals = node.output("arrivals");
    }

    /** No arguments. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            VehicleNode vehicle = new VehicleNode(node);
            for (Event event : node.events()) {
                if (event instanceof Message message) {
                    vehicle.goals.accept(message).ifPresent(goal -> vehicle.begin(goal, Metres.of(message)));
                } else if (event instanceof Tick) {
                    vehicle.step();
                } else if (event instanceof InputClosed end && end.isFinal()) {
                    return; // the dispatcher has ended; in a cycle nothing else says that it is over
                }
            }
        }
    }

    private void begin(OpenGoal goal, double destination) {
        if (destination < 0) {
            send(arrivals, 0, goal.aborted("the road begins at 0 m"));
        } else {
            journeys.add(new Journey(goal, destination));
        }
    }

    private void step() {
        for (Iterator<Journey> all = journeys.iterator(); all.hasNext(); ) {
            Journey journey = all.next();
            if (journey.goal.isCanceled()) {
                send(arrivals, journey.metres, journey.goal.canceled());
                all.remove();
                continue;
            }
            journey.metres = Math.min(journey.metres + 1, journey.destination);
            send(positions, journey.metres, journey.goal.feedback());
            if (journey.metres == journey.destination) {
                send(arrivals, journey.metres, journey.goal.succeeded());
                all.remove();
            }
        }
    }

    private static void send(Output output, double metres, Metadata metadata) {
        try (Float8Vector position = Metres.vector(metres, output.allocator())) {
            output.send(position, metadata);
        }
    }
}
