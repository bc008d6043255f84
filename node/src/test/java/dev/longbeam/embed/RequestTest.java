package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests, deadlines, timers and blocking work of processes in Java, and calls from outside. */
class RequestTest {
    private static final long MS = 1_000_000;

    private final SteppedJavaNode stepped = new SteppedJavaNode(2);
    private final Node node = stepped.node;
    private final Sender sender = node.sender();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        sender.close();
        node.close();
    }

    /** Answers n with n + 1, {@code later} when asked again, {@code never} never, and dies of {@code die}. */
    private static final class Server implements Behaviour {
        private long deferred;

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            ctx.reply(deferred, ctx.message().atom("at_last"));
        }

        @Override
        public void onRequest(final ProcessContext ctx, final TermReader request) {
            if (request.isInteger()) {
                ctx.reply(ctx.message().int64(request.int64() + 1));
            } else {
                switch (request.toString()) {
                    case "later" -> deferred = ctx.deferReply();
                    case "die" -> throw new IllegalArgumentException("told to");
                    default -> {
                    }
                }
            }
        }
    }

    /** Sends on what it is told as a request with a timeout of 100 ms. */
    private final class Client implements Behaviour {
        private final long server;
        private long last;

        Client(final long server) {
            this.server = server;
        }

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            if (message.toString().equals("cancel")) {
                ctx.cancelRequest(last);
            } else {
                last = ctx.request(server, ctx.message().term(message), 100 * MS);
            }
        }

        @Override
        public void onReply(final ProcessContext ctx, final long requestId, final TermReader reply) {
            seen.add(requestId + " " + reply);
        }

        @Override
        public void onRequestFailed(final ProcessContext ctx, final long requestId, final TermReader reason) {
            seen.add(requestId + " failed " + (reason.isTuple() ? reason.elementAt(0, new TermReader()) : reason));
        }
    }

    private final long server = node.spawn(ProcessSpec.of(new Server()));
    private final long client = node.spawn(ProcessSpec.of(new Client(server)));

    private void tell(final long pid, final String atom) {
        sender.offer(pid, sender.message().atom(atom));
        stepped.settle();
    }

    @Test
    void shouldAnswerRequests() {
        sender.offer(client, sender.message().int64(1));
        sender.offer(client, sender.message().int64(2));
        stepped.settle();

        assertEquals(List.of("1 2", "2 3"), seen);
        stepped.advance(200 * MS);
        assertEquals(2, seen.size());
    }

    @Test
    void shouldAnswerLater() {
        tell(client, "later");
        assertEquals(List.of(), seen);

        tell(server, "go");

        assertEquals(List.of("1 at_last"), seen);
    }

    @Test
    void shouldFailARequestAtItsDeadlineAndDropTheLateAnswer() {
        tell(client, "later");
        stepped.advance(99 * MS);
        assertEquals(List.of(), seen);
        stepped.advance(2 * MS);
        assertEquals(List.of("1 failed timeout"), seen);

        tell(server, "go");

        assertEquals(1, seen.size());
    }

    @Test
    void shouldFailEachRequestAtItsOwnDeadline() {
        tell(client, "never");
        stepped.advance(60 * MS);
        tell(client, "never");
        stepped.advance(60 * MS);
        assertEquals(List.of("1 failed timeout"), seen);
        stepped.advance(60 * MS);
        assertEquals(List.of("1 failed timeout", "2 failed timeout"), seen);
    }

    @Test
    void shouldFailARequestWhenItsServerDies() {
        tell(client, "never");
        tell(client, "die");

        assertEquals(List.of("1 failed {'java.lang.IllegalArgumentException',<<\"told to\">>}",
            "2 failed {'java.lang.IllegalArgumentException',<<\"told to\">>}"), seen.stream().sorted().toList());
        tell(client, "never");
        assertEquals("3 failed noproc", seen.get(2));
    }

    @Test
    void shouldForgetARequestThatIsCancelled() {
        tell(client, "later");
        tell(client, "cancel");
        tell(server, "go");
        stepped.advance(200 * MS);

        assertEquals(List.of(), seen);
    }

    @Test
    void shouldRefuseToAnswerTwice() {
        final List<String> errors = new ArrayList<>();
        final long twice = node.spawn(ProcessSpec.of(new Behaviour() {
            @Override
            public void onMessage(final ProcessContext ctx, final TermReader message) {
                errors.add(assertThrows(IllegalStateException.class, () -> ctx.reply(ctx.message().nil())).getMessage());
            }

            @Override
            public void onRequest(final ProcessContext ctx, final TermReader request) {
                ctx.reply(ctx.message().nil());
                errors.add(assertThrows(IllegalStateException.class, () -> ctx.reply(ctx.message().nil())).getMessage());
            }
        }));
        final CompletableFuture<Boolean> answer = sender.call(twice, sender.message().nil(), MS, TermReader::isList);
        tell(twice, "go");

        assertTrue(answer.join());
        assertEquals(List.of("no request is being handled, or it has been answered or deferred",
            "no request is being handled, or it has been answered or deferred"), errors);
    }

    @Test
    void shouldFireTimersInTheOrderOfTheirTimes() {
        final long[] ids = new long[3];
        final long pid = node.spawn(ProcessSpec.of(new Behaviour() {
            @Override
            public void onStart(final ProcessContext ctx) {
                ids[0] = ctx.startTimer(30 * MS);
                ids[1] = ctx.startTimer(10 * MS);
                ids[2] = ctx.startTimer(20 * MS);
                assertTrue(ctx.cancelTimer(ids[2]));
                assertFalse(ctx.cancelTimer(ids[2]));
            }

            @Override
            public void onMessage(final ProcessContext ctx, final TermReader message) {
                throw new IllegalStateException("no message: " + message);
            }

            @Override
            public void onTimer(final ProcessContext ctx, final long timerId) {
                seen.add(timerId + "@" + ctx.nanoTime() / MS);
            }
        }));
        stepped.settle();
        for (int i = 0; i < 6; i++) {
            stepped.advance(10 * MS);
        }

        assertTrue(node.isAlive(pid));
        assertEquals(List.of(ids[1] + "@10", ids[0] + "@30"), seen);
    }

    @Test
    void shouldAnswerBlockingWorkByMessage() throws Exception {
        final CompletableFuture<Thread> worker = new CompletableFuture<>();
        node.spawn(ProcessSpec.of(new Behaviour() {
            @Override
            public void onStart(final ProcessContext ctx) {
                ctx.blocking(result -> {
                    result.string("read");
                    worker.complete(Thread.currentThread());
                });
                ctx.blocking(result -> {
                    throw new java.io.IOException("no such file");
                });
            }

            @Override
            public void onMessage(final ProcessContext ctx, final TermReader message) {
                throw new IllegalStateException("no message: " + message);
            }

            @Override
            public void onReply(final ProcessContext ctx, final long requestId, final TermReader reply) {
                seen.add(reply.string());
            }

            @Override
            public void onRequestFailed(final ProcessContext ctx, final long requestId, final TermReader reason) {
                seen.add(reason.toString());
            }
        }));
        stepped.await(() -> seen.size() == 2);

        assertTrue(worker.get(1, TimeUnit.SECONDS).isVirtual());
        assertEquals(List.of("read", "{'java.io.IOException',<<\"no such file\">>}"), seen.stream().sorted().toList());
    }

    @Test
    void shouldCallFromOutside() {
        final CompletableFuture<Long> answer = sender.call(server, sender.message().int64(6), MS, TermReader::int64);
        assertFalse(answer.isDone());
        stepped.settle();

        assertEquals(7, answer.join());
    }

    @Test
    void shouldFailCallsThatGetNoAnswer() {
        final CompletableFuture<Long> late = sender.call(server, sender.message().atom("never"), 10 * MS, TermReader::int64);
        final CompletableFuture<Long> wrong = sender.call(server, sender.message().int64(1), MS, reply -> {
            throw new IllegalStateException("bad reader");
        });
        stepped.settle();
        stepped.advance(11 * MS);
        final CompletableFuture<Long> dead = sender.call(server, sender.message().atom("die"), Long.MAX_VALUE, TermReader::int64);
        stepped.settle();
        final CompletableFuture<Long> none = sender.call(server, sender.message().int64(1), MS, TermReader::int64);

        assertEquals("timeout", failure(late));
        assertEquals("bad reader", failure(wrong));
        assertTrue(failure(dead).startsWith("the process has ended: {{'java.lang.IllegalArgumentException',<<\"told to\">>}"), failure(dead));
        assertEquals("NO_PROCESS", failure(none));
        final CompletableFuture<Long> open = sender.call(client, sender.message().nil(), Long.MAX_VALUE, TermReader::int64);
        node.close();
        assertEquals("the node is closed: name=longbeam", failure(sender.call(client, sender.message().nil(), MS, TermReader::int64)));
        assertTrue(open.isCompletedExceptionally());
    }

    private static String failure(final CompletableFuture<?> future) {
        final Supplier<Object> get = () -> {
            try {
                return future.get(0, TimeUnit.SECONDS);
            } catch (final ExecutionException e) {
                return e.getCause().getMessage();
            } catch (final Exception e) {
                return e.toString();
            }
        };
        return get.get().toString();
    }
}
