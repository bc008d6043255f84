package dev.longbeam.node;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import java.util.List;

/** A node with functions that have faults, started as a program of its own. */
public final class FaultyNode {
    private FaultyNode() {
    }

    /** Runs {@code erl ARGS..}. */
    public static void main(final String[] arguments) throws InvalidArguments {
        System.exit(NodeStart.run(RawWords.commandLine(arguments), List.of(FaultyNode.class)));
    }

    /** Fails as a BIF with a fault does. */
    @Bif("faulty:bif/0")
    public static long bif(final Process p) {
        throw new IllegalStateException("of our own making");
    }

    /** Fails as a blocking call with a fault does. */
    @Bif("faulty:blocking/0")
    public static long blocking(final Process p) {
        return p.await(() -> {
            throw new IllegalStateException("of our own making");
        });
    }
}
