package dev.longbeam.node;

import dev.longbeam.interp.BadBeamException;
import dev.longbeam.otp.NodeEnd;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.sched.Invoker;
import java.io.IOException;
import java.util.List;

/**
 * A whole node without threads of its own: it runs on the caller's thread, as far as the caller lets it. For measurements that must not
 * see anything else.
 *
 * <p>One thread. A JVM can have one such node after the other, as far as its memory reaches; what a node leaves behind is not freed.
 */
public final class SteppedNode implements AutoCloseable {
    private final NodeRuntime node;
    private final Invoker invoker = new Invoker(1);
    private String ended;

    /**
     * Prepares a node and its first processes; none of them has run yet.
     *
     * @param options   what to start with; they become those of a stepped emulator
     * @param arguments words of {@code erl}'s command line
     * @throws InvalidArguments when the arguments or the installation cannot be used
     */
    public SteppedNode(final OtpInstallation otp, final EmulatorOptions options, final List<String> arguments) throws InvalidArguments {
        node = new NodeRuntime(otp, invoker.options(options), new Ending());
        node.emulator().faultHandler((message, cause) -> {
            throw new IllegalStateException(message, cause);
        });
        invoker.emulator(node.emulator());
        try {
            node.start(ErlArguments.of(arguments, RawWords.environment(), otp).initArguments());
        } catch (final IOException | BadBeamException e) {
            throw new InvalidArguments("cannot start from " + otp.root() + ": " + e.getMessage());
        }
    }

    /** The machine of this node. */
    public Emulator emulator() {
        return node.emulator();
    }

    /**
     * Lets one scheduler do a cycle.
     *
     * @return how much it did; with one scheduler, 0 means that all processes wait
     * @throws IllegalStateException when the node has ended
     */
    public int step() {
        if (ended != null) {
            throw new IllegalStateException("the node has ended: " + ended);
        }
        return invoker.step();
    }

    /** Ends what the node records. */
    @Override
    public void close() {
        node.emulator().end(0);
    }

    private final class Ending implements NodeEnd {
        @Override
        public void halt(final int status, final boolean flush) {
            ended = "halt, status " + status;
        }

        @Override
        public void abort() {
            ended = "abort";
        }

        @Override
        public void crash(final String slogan) {
            ended = slogan;
        }
    }
}
