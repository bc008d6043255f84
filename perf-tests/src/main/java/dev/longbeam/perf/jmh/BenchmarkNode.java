package dev.longbeam.perf.jmh;

import dev.longbeam.node.InvalidArguments;
import dev.longbeam.node.OtpInstallation;
import dev.longbeam.node.SteppedNode;
import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import dev.longbeam.trace.TraceOptions;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A node on the thread of the benchmark, with a process that runs cases of {@code perf.erl} on request. It has one scheduler and records
 * nothing.
 *
 * <p>The installation is that of the property {@code longbeam.otp.root}; {@code perf.beam} stands in that of {@link #BEAMS}.
 */
@State(Scope.Thread)
public class BenchmarkNode {
    /** Property: the directory of compiled Erlang modules. */
    static final String BEAMS = "longbeam.perf.beams";
    /** Property: the directory where traces may be written. */
    static final String TRACES = "longbeam.perf.traces";
    private static final long AM_PERF = Atom.of("perf");
    private static final long MAX_BOOT_STEPS = 100_000_000;
    private static final int REQUEST_WORDS = 3;

    private SteppedNode node;
    private Process server;

    /** Starts the node, and steps it until the process is there. */
    @Setup(Level.Trial)
    public final void start() throws InvalidArguments {
        final EmulatorOptions options = new EmulatorOptions();
        options.schedulers = 1;
        options.trace = trace();
        node = new SteppedNode(OtpInstallation.at(Path.of(System.getProperty("longbeam.otp.root"))), options, List.of("-noshell", "-noinput",
            "-boot", "no_dot_erlang", "-pa", System.getProperty(BEAMS), "-run", "perf", "start_server"));
        for (long steps = 0; steps < MAX_BOOT_STEPS && node.emulator().find(AM_PERF) == null; steps++) {
            node.step();
        }
        while (node.step() != 0) {
            server = node.emulator().find(AM_PERF);
        }
        if (server == null) {
            throw new IllegalStateException("the node has not come to perf:start_server");
        }
    }

    /** What the node records: nothing. */
    TraceOptions trace() {
        return null;
    }

    /** Ends the node. */
    @TearDown(Level.Trial)
    public final void stop() {
        node.close();
    }

    /**
     * Runs a case until it is done.
     *
     * @param caseTerm   atom, name of the case
     * @param operations how many, each of at least one reduction
     */
    final void run(final long caseTerm, final int operations) {
        final long before = node.emulator().reductions();
        Signals.message(server, REQUEST_WORDS, heap -> Tuple.make(heap, caseTerm, Term.makeSmall(operations)));
        while (node.step() != 0) {
            // On until the process waits for the next request.
        }
        if (node.emulator().reductions() - before < operations) {
            throw new IllegalStateException("the case has not been run");
        }
    }
}
