package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.TraceLevel;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.Supervision;
import dev.longbeam.trace.report.TraceProgress;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node tells of its processes: in the log, and in the trace. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class NodeReportsTest {
    private static final int AM_GO = AtomTable.of("go");
    /** Longer than a machine with much to do keeps a thread from the first steps of a slice. */
    private static final long WATCHDOG_MS = 500;

    private static final class Records extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("dev.longbeam");
        private final List<LogRecord> records = new CopyOnWriteArrayList<>();

        Records() {
            logger.addHandler(this);
        }

        @Override
        public void publish(final LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    /** Blocks its scheduler until it is let go. */
    private static final class Blocker implements Behaviour {
        private final CountDownLatch letGo;

        Blocker(final CountDownLatch letGo) {
            this.letGo = letGo;
        }

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) throws InterruptedException {
            letGo.await();
        }
    }

    @Test
    void shouldReportABehaviourThatBlocksOnceByName() throws Exception {
        final CountDownLatch letGo = new CountDownLatch(1);
        try (Records records = new Records();
            Node node = Node.launch(new NodeContext().schedulers(1).nodeName("watched").watchdogNs(WATCHDOG_MS * 1_000_000)); Sender sender = node.sender()) {
            final long pid = node.spawn(ProcessSpec.of(new Blocker(letGo)));
            sender.offer(pid, sender.message().atom(AM_GO));
            while (records.records.isEmpty()) {
                Thread.sleep(5);
            }
            Thread.sleep(3 * WATCHDOG_MS);
            letGo.countDown();

            assertEquals(1, records.records.size());
            final String text = records.records.get(0).getMessage();
            assertTrue(text.startsWith("node watched: behaviour " + Blocker.class.getName() + " <0."), text);
            assertTrue(text.contains("holds up scheduler 1"), text);
            assertTrue(text.contains("NodeReportsTest$Blocker.onMessage"), text);
        }
    }

    @Test
    void shouldLogACrashWithItsException() {
        final SteppedJavaNode stepped = new SteppedJavaNode(1);
        try (Records records = new Records(); Sender sender = stepped.node.sender()) {
            final long pid = stepped.node.spawn(ProcessSpec.of((ctx, message) -> {
                throw new IllegalStateException("why");
            }).name("crasher"));
            sender.offer(pid, sender.message().atom(AM_GO));
            stepped.settle();

            assertEquals(1, records.records.size());
            assertTrue(records.records.get(0).getMessage().matches("process <0\\.\\d+\\.0> of crasher ends"), records.records.get(0).getMessage());
            assertEquals("why", records.records.get(0).getThrown().getMessage());
        }
        stepped.node.close();
    }

    @Test
    void shouldShowItsFiguresByJmxWhileItRuns() throws Exception {
        final ObjectName name = new ObjectName("dev.longbeam:type=Node,name=\"figures\"");
        final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        final Node node = Node.launch(new NodeContext().schedulers(2).invokerMode(true).nodeName("figures").jmx(true));
        try (Sender sender = node.sender()) {
            final long pid = node.spawn(ProcessSpec.of((ctx, message) -> ctx.offer(ctx.self(), ctx.message().nil())));
            sender.offer(pid, sender.message().nil());
            cycles(node);

            assertEquals(1, server.getAttribute(name, "Processes"));
            assertEquals(2, server.getAttribute(name, "Schedulers"));
            assertTrue((long)server.getAttribute(name, "MessagesSent") > 100);
            assertTrue((long)server.getAttribute(name, "Reductions") > 1000);
            assertTrue(node.figures().getSlices() > 1);
            assertEquals(2, node.figures().getRunQueueLengths().length);
        }
        node.close();

        assertFalse(server.isRegistered(name));
    }

    /** Throws when it is told to. */
    private static final class Feed implements Behaviour {
        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            throw new IllegalStateException("bad tick");
        }
    }

    @Test
    void shouldShowCrashAndRestartInTheTrace(@TempDir final Path directory) throws Exception {
        final Path trace = directory.resolve("trace");
        final Node node = Node.launch(new NodeContext().schedulers(1).invokerMode(true).trace(trace, TraceLevel.MESSAGES));
        try (Sender sender = node.sender()) {
            node.spawn(Supervisor.of(Supervisor.Strategy.ONE_FOR_ONE).name("feeds")
                .child(ChildSpec.of("feed", ProcessSpec.of(Feed::new).register("traced_feed"))).spec());
            cycles(node);
            sender.offer(node.whereis("traced_feed"), sender.message().atom(AM_GO));
            cycles(node);
        }
        node.close();

        try (TraceReader reader = TraceReader.open(trace)) {
            final String crashes = Supervision.of(reader, TraceProgress.NONE).text();
            assertTrue(crashes.contains("traced_feed crashed"), crashes);
            assertTrue(crashes.contains("{{'java.lang.IllegalStateException',<<\"bad tick\">>}"), crashes);
            assertTrue(crashes.contains("feeds:behaviour/0, first function " + Feed.class.getName() + ":behaviour/0"), crashes);
            assertTrue(crashes.contains("1 crashes, 1 restarts"), crashes);
        }
    }

    private static void cycles(final Node node) {
        for (int i = 0; i < 100; i++) {
            node.invoke();
        }
    }
}
