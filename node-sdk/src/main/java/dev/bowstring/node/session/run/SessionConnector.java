package dev.bowstring.node.session.run;

import dev.bowstring.node.Connector;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.session.JsonLog;
import dev.bowstring.node.session.Session;
import dev.bowstring.transport.control.ControlException;
import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.journal.JournalException;
import dev.bowstring.transport.log.CorruptLogException;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.SegmentException;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** Connects the process that the supervisor started, or attaches one that it did not. */
public final class SessionConnector implements Connector {

    /** Called by {@link java.util.ServiceLoader}. */
    public SessionConnector() {}

    @Override
    public Node connect(Map<String, String> environment) {
        JvmFlags.check();
        NodeEnvironment who = NodeEnvironment.of(environment);
        return connect(who, Settings.ofSystemProperties());
    }

    Node connect(NodeEnvironment who, Settings settings) {
        RunDirectory run = new RunDirectory(who.runDirectory());
        return naming(who.node(), () -> {
            Supervision supervision = Supervision.open(run, who, settings);
            return new Joining(run, who, settings, supervision).join();
        });
    }

    @Override
    public Node attach(String run, String node, Map<String, String> environment) {
        JvmFlags.check();
        return attach(run, node, new RunSearch(environment), Settings.ofSystemProperties());
    }

    Node attach(String name, String node, RunSearch runs, Settings settings) {
        return naming(node, () -> {
            RunDirectory run = runs.find(name);
            NodeEnvironment who = new NodeEnvironment(run.path(), node, Hello.ATTACHING, RunSearch.tokenOf(run, node));
            Supervision supervision =
                    Attachment.take(run, node, attachment -> Supervision.attach(run, who, settings, attachment));
            return new Joining(run, who, settings, supervision).join();
        });
    }

    /** What goes wrong below is said with the name of the node. */
    private static Node naming(String node, Supplier<Node> joining) {
        try {
            return joining.get();
        } catch (SegmentException | ControlException | CorruptLogException | JournalException wrong) {
            throw new NodeException("node '" + node + "' cannot join its dataflow: " + wrong.getMessage(), wrong);
        }
    }

    /** From the hello to the session; on the way nothing is left open when it fails. */
    private record Joining(RunDirectory run, NodeEnvironment who, Settings settings, Supervision supervision) {
        Session join() {
            Session session = null;
            try {
                session = openPorts();
                return session;
            } finally {
                if (session == null) {
                    supervision.abandon();
                }
            }
        }

        private Session openPorts() {
            JsonLog log = new JsonLog(who.node(), Clock.systemUTC(), settings.errors());
            PortOpener opener = new PortOpener(run, who.node(), settings, supervision, log);
            boolean joined = false;
            try {
                opener.open(supervision.welcome());
                supervision.awaitGo(who.node());
                Session.Identity identity = new Session.Identity(
                        who.node(), supervision.welcome().dataflow(), run.runId(), supervision.restarts(who));
                joined = true;
                return new Session(identity, new RunGround(opener.ports(), supervision), log);
            } finally {
                if (!joined) {
                    opener.close();
                }
            }
        }
    }
}
