package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes in Java on a node that the test steps. */
class NodeTest {
    private static final int AM_PING = AtomTable.of("ping");
    private static final int AM_PONG = AtomTable.of("pong");

    private final SteppedJavaNode stepped = new SteppedJavaNode(1);
    private final Node node = stepped.node;
    private final Sender sender = node.sender();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        sender.close();
        node.close();
    }

    @Test
    void shouldHandleMessagesInTheirOrder() {
        final long pid = node.spawn(ProcessSpec.of((ctx, message) -> seen.add(message.toString())));

        for (int i = 0; i < 3; i++) {
            assertEquals(SendResult.SENT, sender.offer(pid, sender.message().tuple(2).atom(AM_PING).int64(i)));
        }
        stepped.settle();

        assertEquals(List.of("{ping,0}", "{ping,1}", "{ping,2}"), seen);
    }

    @Test
    void shouldSendBetweenProcesses() {
        final long echo = node.spawn(ProcessSpec.of((ctx, message) ->
            ctx.offer(message.pidAt(0), ctx.message().tuple(2).atom(AM_PONG).int64(message.int64At(1) + 1))));
        final long client = node.spawn(ProcessSpec.of((ctx, message) -> {
            if (message.isAtom(AM_PING)) {
                ctx.offer(echo, ctx.message().tuple(2).pid(ctx.self()).int64(41));
            } else {
                seen.add(message.toString());
            }
        }));

        sender.offer(client, sender.message().atom(AM_PING));
        stepped.settle();

        assertEquals(List.of("{pong,42}"), seen);
    }

    @Test
    void shouldTellWhenThereIsNoProcess() {
        final long pid = node.spawn(ProcessSpec.of((ctx, message) -> ctx.exit()));
        sender.offer(pid, sender.message().atom(AM_PING));
        stepped.settle();

        assertFalse(node.isAlive(pid));
        assertEquals(SendResult.NO_PROCESS, sender.offer(pid, sender.message().atom(AM_PING)));
    }

    @Test
    void shouldEndAProcessThatThrowsWithTheExceptionAsReason() {
        final long bad = node.spawn(ProcessSpec.of((ctx, message) -> {
            throw new IllegalStateException("cannot");
        }));
        node.spawn(ProcessSpec.of(new Watcher(bad)));
        stepped.settle();

        sender.offer(bad, sender.message().atom(AM_PING));
        stepped.settle();

        assertTrue(seen.get(0).startsWith("{{'java.lang.IllegalStateException',<<\"cannot\">>},[{'dev.longbeam.embed.NodeTest',"), seen::toString);
        assertFalse(node.isAlive(bad));
    }

    private final class Watcher implements Behaviour {
        private final long watched;
        private long monitor;

        Watcher(final long watched) {
            this.watched = watched;
        }

        @Override
        public void onStart(final ProcessContext ctx) {
            monitor = ctx.monitor(watched);
        }

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            seen.add("message " + message);
        }

        @Override
        public void onDown(final ProcessContext ctx, final long monitorId, final long pid, final TermReader reason) {
            assertEquals(monitor, monitorId);
            assertEquals(watched, pid);
            seen.add(reason.toString());
        }
    }

    @Test
    void shouldTakeDownLinkedProcesses() {
        final long[] child = new long[1];
        final long parent = node.spawn(ProcessSpec.of(new Behaviour() {
            @Override
            public void onStart(final ProcessContext ctx) {
                child[0] = ctx.spawnLink(ProcessSpec.of((c, m) -> c.exit(m)));
            }

            @Override
            public void onMessage(final ProcessContext ctx, final TermReader message) {
                seen.add(message.toString());
            }
        }));
        stepped.settle();

        sender.offer(child[0], sender.message().atom("oops"));
        stepped.settle();

        assertFalse(node.isAlive(parent));
        assertEquals(List.of(), seen);
    }

    @Test
    void shouldRefuseTwoOfOneName() {
        node.spawn(ProcessSpec.of((ctx, message) -> seen.add("first")).register("embed_name"));

        final IllegalStateException e = assertThrows(IllegalStateException.class,
            () -> node.spawn(ProcessSpec.of((ctx, message) -> seen.add("second")).register("embed_name")));

        assertEquals("the name is taken: embed_name", e.getMessage());
        assertEquals(1, node.processCount());
        sender.offerTo(AtomTable.of("embed_name"), sender.message().nil());
        stepped.settle();
        assertEquals(List.of("first"), seen);
    }

    @Test
    void shouldGiveTheNameBackWhenTheProcessEnds() {
        final long pid = node.spawn(ProcessSpec.of((ctx, message) -> ctx.exit()).register("embed_gone"));
        sender.offer(pid, sender.message().nil());
        stepped.settle();

        assertEquals(ProcessContext.NO_PID, node.whereis("embed_gone"));
    }

    @Test
    void shouldTakeMessagesThatABehaviourSelects() {
        final int[] wanted = {2};
        final long pid = node.spawn(ProcessSpec.of(new SelectiveBehaviour() {
            @Override
            public boolean selects(final ProcessContext ctx, final TermReader message) {
                return message.int64() == wanted[0];
            }

            @Override
            public void onMessage(final ProcessContext ctx, final TermReader message) {
                seen.add(message.toString());
                wanted[0] = 1;
            }
        }));
        for (int i = 1; i <= 3; i++) {
            sender.offer(pid, sender.message().int64(i));
        }
        stepped.settle();

        assertEquals(List.of("2", "1"), seen);
    }
}
