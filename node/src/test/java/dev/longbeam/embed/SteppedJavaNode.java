package dev.longbeam.embed;

import java.util.function.BooleanSupplier;

/** A node without OTP that the test steps, with a clock that the test sets. */
final class SteppedJavaNode {
    private static final int IDLE_CYCLES = 50;

    final Node node;
    private long nowNs;

    SteppedJavaNode(final int schedulers) {
        node = Node.launch(new NodeContext().schedulers(schedulers).invokerMode(true).clock(() -> nowNs));
    }

    /** Lets everything happen that has been asked for. */
    void settle() {
        int idle = 0;
        while (idle < IDLE_CYCLES) {
            idle = node.invoke() == 0 ? idle + 1 : 0;
        }
    }

    /** Lets things happen until a condition holds, for what other threads do; up to five minutes. */
    void await(final BooleanSupplier condition) {
        final long end = System.nanoTime() + 300_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            node.invoke();
        }
    }

    /** Lets time go by, and everything happen that is due. */
    void advance(final long ns) {
        nowNs += ns;
        settle();
    }
}
