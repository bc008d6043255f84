package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes with threads of their own. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class NodeThreadsTest {
    private static final int ENOUGH = 500;
    private static final int AM_N = AtomTable.of("n");

    private static NodeContext context(final int schedulers) {
        return new NodeContext().schedulers(schedulers).pinned(false);
    }

    @Test
    void shouldRunTwoNodesApart() throws Exception {
        final CountDownLatch done = new CountDownLatch(2);
        final AtomicLong sum = new AtomicLong();
        final Node first = Node.launch(context(1).nodeName("first"));
        try (Node second = Node.launch(context(1).nodeName("second"))) {
            final long pidOfSecond = second.spawn(ProcessSpec.of((ctx, message) -> {
                sum.addAndGet(message.int64());
                done.countDown();
            }).register("same_name"));
            // A process of one node that sends to the other, by a sender as any thread does.
            final long pidOfFirst = first.spawn(ProcessSpec.of((ctx, message) -> {
                try (Sender sender = second.sender()) {
                    assertEquals(SendResult.SENT, sender.offer(pidOfSecond, sender.message().int64(message.int64() * 2)));
                }
            }).register("same_name"));
            try (Sender sender = first.sender()) {
                sender.offer(pidOfFirst, sender.message().int64(1));
                sender.offer(pidOfFirst, sender.message().int64(10));
            }
            assertTrue(done.await(300, TimeUnit.SECONDS));

            assertEquals(22, sum.get());
            assertEquals(pidOfFirst, first.whereis("same_name"));
            assertEquals(pidOfSecond, second.whereis("same_name"));
            first.close();
            assertTrue(first.isClosed());
            assertTrue(second.isAlive(pidOfSecond));
        }
    }

    @Test
    void shouldHandleAllThatWasAcknowledgedWhenClosedUnderLoad() throws Exception {
        for (int round = 0; round < 10; round++) {
            final AtomicLong handled = new AtomicLong();
            final AtomicLong acknowledged = new AtomicLong();
            final Node node = Node.launch(context(2));
            final long[] pids = new long[4];
            for (int i = 0; i < pids.length; i++) {
                pids[i] = node.spawn(ProcessSpec.of((ctx, message) -> handled.incrementAndGet()));
            }
            final Thread[] threads = new Thread[2];
            for (int t = 0; t < threads.length; t++) {
                threads[t] = Thread.ofPlatform().start(() -> {
                    try (Sender sender = node.sender()) {
                        int result = SendResult.SENT;
                        for (int i = 0; result == SendResult.SENT; i++) {
                            result = sender.offer(pids[i % pids.length], sender.message().tuple(2).atom(AM_N).int64(i));
                            acknowledged.addAndGet(result == SendResult.SENT ? 1 : 0);
                        }
                        assertEquals(SendResult.CLOSED, result);
                    }
                });
            }
            while (acknowledged.get() < ENOUGH) {
                Thread.sleep(1);
            }
            node.close();
            for (final Thread thread : threads) {
                thread.join();
            }

            assertTrue(handled.get() >= acknowledged.get(), "handled=" + handled + " acknowledged=" + acknowledged);
        }
    }

    @Test
    void shouldSayThatItIsClosed() {
        final Node node = Node.launch(context(1).nodeName("gone"));
        final long pid = node.spawn(ProcessSpec.of((ctx, message) -> ctx.exit()));
        final Sender sender = node.sender();
        node.close();
        node.close();

        assertEquals(SendResult.CLOSED, sender.offer(pid, sender.message().nil()));
        assertEquals(SendResult.CLOSED, sender.tryClaim(pid, 1, new Claim()));
        assertEquals("the node is closed: name=gone", assertThrows(NodeClosedException.class, node::sender).getMessage());
        assertThrows(NodeClosedException.class, () -> node.spawn(ProcessSpec.of((ctx, message) -> ctx.exit())));
        assertFalse(node.isAlive(pid));
        sender.close();
    }

    @Test
    void shouldEndANodeThatCannotBeShownByJmx() {
        try (Node first = Node.launch(context(1).nodeName("shown").jmx(true))) {
            assertEquals("cannot register the node with JMX: name=shown",
                assertThrows(IllegalStateException.class, () -> Node.launch(context(1).nodeName("shown").jmx(true))).getMessage());
            assertFalse(first.isClosed());
        }
        Node.launch(context(1).nodeName("shown").jmx(true)).close();
    }

    @Test
    void shouldAnswerAClaimThatIsCommittedTooLate() {
        final Node node = Node.launch(context(1));
        final long pid = node.spawn(ProcessSpec.of((ctx, message) -> ctx.exit()));
        try (Sender sender = node.sender(); Claim claim = new Claim()) {
            assertEquals(SendResult.SENT, sender.tryClaim(pid, TermWriter.tupleWords(1), claim));
            claim.writer().tuple(1).int64(1);
            node.close();
            assertEquals(SendResult.CLOSED, claim.commit());
        }
    }

    @Test
    void shouldRefuseToBeClosedByOneOfItsProcesses() throws Exception {
        final CountDownLatch done = new CountDownLatch(1);
        final String[] error = new String[1];
        try (Node node = Node.launch(context(1)); Sender sender = node.sender()) {
            final long pid = node.spawn(ProcessSpec.of((ctx, message) -> {
                error[0] = assertThrows(IllegalStateException.class, () -> ctx.node().close()).getMessage();
                done.countDown();
            }));
            sender.offer(pid, sender.message().nil());
            assertTrue(done.await(300, TimeUnit.SECONDS));
        }
        assertEquals("a node cannot be closed on the thread of one of its schedulers", error[0]);
    }

    @Test
    void shouldRefuseContextsThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> Node.launch(new NodeContext().schedulers(0)));
        assertThrows(IllegalArgumentException.class, () -> Node.launch(new NodeContext().clock(() -> 0)));
        final NodeContext once = context(1);
        Node.launch(once).close();
        assertEquals("this context has launched a node; a context serves one",
            assertThrows(IllegalStateException.class, () -> Node.launch(once)).getMessage());
        try (Node node = Node.launch(context(1))) {
            assertThrows(IllegalStateException.class, node::invoke);
            assertThrows(IllegalArgumentException.class, () -> node.spawn(ProcessSpec.of((ctx, message) -> ctx.exit()).scheduler(2)));
        }
    }

    /** In a JVM of its own: check mode, which the tests run with, allocates itself. */
    @Test
    void shouldAllocateNothingInSteadyState() throws Exception {
        final Process probe = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + jvmOptions(), "-cp", System.getProperty("java.class.path"),
            AllocationProbe.class.getName()).redirectErrorStream(true).start();
        final String output = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, probe.waitFor(), output);
        // The JVM itself allocates a little on a thread now and then; a byte per message would be 20000.
        assertTrue(Long.parseLong(output.strip()) < 4096, output);
    }

    private static Path jvmOptions() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("config/jvm.options"))) {
            at = at.getParent();
        }
        return at.resolve("config/jvm.options");
    }
}
