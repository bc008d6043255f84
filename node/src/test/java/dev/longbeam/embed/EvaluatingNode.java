package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A node with OTP that evaluates the expressions which a test asks it. By one thread. */
final class EvaluatingNode implements AutoCloseable {
    private static final long PATIENCE_NS = 300_000_000_000L;
    private static final int AM_EVAL = AtomTable.of("eval");

    /** Evaluates what it is sent, and sends back what comes of it. */
    private static final String EVALUATOR = """
        Wait = fun W() -> case whereis(java_inbox) of undefined -> timer:sleep(5), W(); P -> P end end,
        Java = Wait(),
        register(evaluator, spawn(fun Loop() ->
            receive {eval, Text} ->
                {ok, Ts, _} = erl_scan:string(binary_to_list(Text)),
                {ok, Es} = erl_parse:parse_exprs(Ts),
                Java ! try {value, V, _} = erl_eval:exprs(Es, []), {value, V} catch C:R -> {C, R} end,
                Loop()
            end
        end)),
        Java ! ready.
        """;

    final Node node;
    final Inbox inbox;
    final Sender sender;
    private final boolean stepped;
    private final long evaluator;

    /** Boots an OTP; the context may ask for anything but an OTP. */
    EvaluatingNode(final Path otp, final NodeContext context) {
        stepped = context.invokerMode;
        node = Node.launch(context.otp(otp, "-boot", "no_dot_erlang", "-kernel", "logger_level", "none", "-eval",
            EVALUATOR.replace('\n', ' ')));
        inbox = node.inbox(ProcessSpec.inbox().register("java_inbox"));
        sender = node.sender();
        assertEquals("ready", next());
        evaluator = node.whereis("evaluator");
    }

    /** The OTP that tests use; a test without one is skipped. */
    static Path otp() {
        final Path root = Path.of(System.getenv().getOrDefault("LONGBEAM_OTP", "/usr/lib/erlang"));
        assumeTrue(Files.isDirectory(root.resolve("lib")), "no OTP installed");
        return root;
    }

    /** An OTP of a later release beside that one, from LONGBEAM_LATER_OTP; a test without one is skipped. */
    static Path laterOtp() {
        final Optional<Path> found = Stream.ofNullable(System.getenv("LONGBEAM_LATER_OTP")).map(Path::of)
            .filter(root -> Files.isDirectory(root.resolve("lib"))).findFirst();
        assumeTrue(found.isPresent(), "no OTP of a later release: LONGBEAM_LATER_OTP");
        return found.orElseThrow();
    }

    /** The next message to the inbox. */
    String next() {
        final List<String> texts = new ArrayList<>();
        final long endNs = System.nanoTime() + PATIENCE_NS;
        while (inbox.poll(message -> texts.add(message.toString()), 1) == 0) {
            assertTrue(System.nanoTime() < endNs, "no message within " + PATIENCE_NS + " ns");
            if (!stepped || node.invoke() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        return texts.getFirst();
    }

    /** {@code {value,V}}, or what the expressions have raised. */
    String eval(final String expressions) {
        ask(expressions);
        return next();
    }

    /** As {@link #eval}, whose result will be the {@link #next} message. */
    void ask(final String expressions) {
        assertEquals(SendResult.SENT, sender.offer(evaluator, sender.message().tuple(2).atom(AM_EVAL).string(expressions)));
    }

    @Override
    public void close() {
        sender.close();
        inbox.close();
        node.close();
    }
}
