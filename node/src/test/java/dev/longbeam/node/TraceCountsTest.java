package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace holds as many messages and reductions as there were, exactly. */
class TraceCountsTest {
    /** Calls of the gen_server; {@code -Dlongbeam.test.calls=1000000} makes it more. */
    private static final int CALLS = Integer.getInteger("longbeam.test.calls", 100_000);
    /** Messages that may be open when the node ends: of the processes that end it, and of those that tell each other. */
    private static final long MAX_OPEN = 4;

    @TempDir
    private Path directory;

    private NodePrograms programs;
    private Path ebin;
    private Path trace;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        programs = new NodePrograms(directory);
        ebin = Files.createDirectories(directory.resolve("ebin"));
        trace = directory.resolve("trace");
        programs.compile(ebin, "recorded");
    }

    private MessageLedger recorded(final NodePrograms.Result result, final String output) throws IOException {
        assertTrue(result.out().matches(output), result.out() + result.err());
        final MessageLedger ledger = MessageLedger.of(trace);
        assertTrue(ledger.open() <= MAX_OPEN, () -> "open: " + ledger.open());
        assertEquals(ledger.count(EventType.SLICE_START), ledger.count(EventType.SLICE_END));
        return ledger;
    }

    private MessageLedger example(final String output, final String... arguments) throws IOException, InterruptedException {
        programs.with("LONGBEAM_OPTS", "--trace-dir " + trace);
        return recorded(programs.longbeam(arguments), output);
    }

    private MessageLedger call(final String call, final String schedulers, final String output) throws IOException, InterruptedException {
        programs.with("LONGBEAM_OPTS", "--trace-dir " + trace + " --trace-budget 4096");
        return recorded(programs.ours("+S", schedulers, "-noshell", "-pa", ebin.toString(), "-eval", "recorded:" + call + ", halt()."), output);
    }

    @Test
    void shouldRecordEachStepOfARing() throws IOException, InterruptedException {
        final MessageLedger ledger = example("100 processes, 100 rounds, 10000 messages\n", "run", NodePrograms.root() + "/examples/02_ring.erl",
            "100", "100");

        final Set<Long> ring = ledger.familyOf(99);
        // The tokens, and a stop for each; then the word that it is done, and, when the program still runs, the exit of the first process.
        assertEquals(100 * 100 + 100, ledger.sentBy(ring, true));
        assertTrue(ledger.sentBy(ring, false) == 1 || ledger.sentBy(ring, false) == 2, () -> "sent to others: " + ledger.sentBy(ring, false));
    }

    @Test
    void shouldRecordEachMessageOfACounterThatIsRestarted() throws IOException, InterruptedException {
        final MessageLedger ledger = example("(?s).*restarted: true, alive: true, counts from the start: 1\n.*", "run",
            NodePrograms.root() + "/examples/03_supervised_counter.erl");

        assertTrue(ledger.named("counter") != 0);
    }

    @Test
    void shouldRecordEachMessageOfGenServerCalls() throws IOException, InterruptedException {
        final MessageLedger ledger = call("calls(" + CALLS + ")", "2", "done\n");

        assertEquals(CALLS, ledger.between(ledger.named("client"), ledger.named("server")));
        // One more: the acknowledgement of proc_lib.
        assertEquals(CALLS + 1, ledger.between(ledger.named("server"), ledger.named("client")));
    }

    @Test
    void shouldRecordEachMessageBetweenSchedulers() throws IOException, InterruptedException {
        final int rounds = CALLS / 10;
        final MessageLedger ledger = call("across(" + rounds + ")", "2", "done\n");

        // One more: the word that it is down.
        assertEquals(rounds + 1, ledger.between(ledger.named("echo"), ledger.named("client")));
        // Two a round, the stop; the late one too, if the scheduler of the sender has not yet heard that the receiver is gone.
        final int asked = ledger.between(ledger.named("client"), ledger.named("echo"));
        assertTrue(asked == 2 * rounds + 1 || asked == 2 * rounds + 2, () -> "sent: " + asked);
    }

    @Test
    void shouldRecordTheReductionsThatTheMachineKnowsOf() throws IOException, InterruptedException {
        programs.with("LONGBEAM_OPTS", "--trace-dir " + trace);
        final NodePrograms.Result result = programs.ours("+S", "1", "-noshell", "-pa", ebin.toString(), "-eval", "recorded:statistics(), halt().");

        assertEquals(Long.parseLong(result.out().strip()), recorded(result, "\\d+\n").reductionsAtMark());
    }
}
