package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longbeam.otp.NodeEnd;
import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.sched.Invoker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole nodes on one thread: schedulers take turns in an order that a seed decides, with a clock of their own. */
class InvokerTest {
    private static final Path OTP = Path.of(System.getenv().getOrDefault("LONGBEAM_OTP", "/usr/lib/erlang"));
    private static final int RUNNING = -1;
    private static final int CRASHED = -2;

    /** Processes that spawn, link, monitor, time out and steal work; the status counts what came back. */
    private static final String PROGRAM = """
        S = self(),
        Ps = [spawn_link(fun() -> receive {From, X} -> From ! {self(), X * X} after 5000 -> exit(late) end end) || _ <- lists:seq(1, 50)],
        [P ! {S, I} || {P, I} <- lists:zip(Ps, lists:seq(1, 50))],
        Sum = lists:sum([receive {P, Y} -> Y end || P <- Ps]),
        {D, M} = spawn_monitor(fun() -> timer:sleep(20), exit(done) end),
        Down = receive {'DOWN', M, process, D, done} -> 1 after 60000 -> 0 end,
        T = ets:new(t, [public]),
        Ws = [spawn_monitor(fun() -> [ets:update_counter(T, k, 1, {k, 0}) || _ <- lists:seq(1, 200)] end) || _ <- lists:seq(1, 20)],
        [receive {'DOWN', R, process, W, normal} -> ok end || {W, R} <- Ws],
        [{k, 4000}] = ets:lookup(T, k),
        halt(case Sum of 42925 -> 40 + Down; _ -> 1 end).
        """;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    void shouldRunTheSameInAnyOrderOfSchedulers(final long seed) throws Exception {
        assumeTrue(Files.isDirectory(OTP.resolve("lib")), "no OTP installed");
        final Invoker invoker = new Invoker(seed);
        final EmulatorOptions options = invoker.options(new EmulatorOptions());
        options.schedulers = 3;
        final RecordedEnd end = new RecordedEnd();
        final OtpInstallation otp = OtpInstallation.at(OTP);
        final NodeRuntime node = new NodeRuntime(otp, options, end);
        node.emulator().faultHandler((message, cause) -> {
            throw new AssertionError(message, cause);
        });
        invoker.emulator(node.emulator());
        node.start(ErlArguments.of(List.of("-noshell", "-noinput", "-boot", "no_dot_erlang", "-eval", PROGRAM.replace('\n', ' ')),
            java.util.Map.of("HOME", "/tmp"), otp).initArguments());

        while (end.status == RUNNING) {
            invoker.step();
        }

        assertEquals(41, end.status, "seed=" + seed + " slogan=" + end.slogan);
    }

    private static final class RecordedEnd implements NodeEnd {
        private int status = RUNNING;
        private String slogan;

        @Override
        public void halt(final int newStatus, final boolean flush) {
            status = newStatus;
        }

        @Override
        public void abort() {
            status = CRASHED;
        }

        @Override
        public void crash(final String newSlogan) {
            slogan = newSlogan;
            status = CRASHED;
        }
    }
}
