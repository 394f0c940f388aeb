package dev.bowstring.examples.reactive;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Flow;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Prints a statistic of each day, and fails if it is not the expected one. */
public final class StatisticNode {
    private StatisticNode() {}

    /** Argument: the expected report, relative to the dataflow's directory. */
    public static void main(String[] arguments) throws IOException {
        List<String> report;
        try (Node node = Node.connect()) {
            report = days(node.publisher())
                    .map(Day::toString)
                    .doOnNext(System.out::println)
                    .collectList()
                    .blockOptional() // until the node stops
                    .orElseThrow();
        }
        List<String> expected = Files.readAllLines(Path.of(arguments[0]));
        if (!report.equals(expected)) {
            System.err.println("the report is not " + arguments[0] + ": " + report + ", expected " + expected);
            System.exit(1); // the run fails as well
        }
    }

    /** A window for each day, each summed up as it goes by. */
    static Flux<Day> days(Flow.Publisher<Event> events) {
        return JdkFlowAdapter.flowPublisherToFlux(events)
                .ofType(Message.class)
                .map(Earthquake::read)
                .windowUntilChanged(Earthquake::day)
                .concatMap(StatisticNode::sumUp);
    }

    private static Mono<Day> sumUp(Flux<Earthquake> day) {
        return day.reduceWith(Day::new, Day::and);
    }
}
