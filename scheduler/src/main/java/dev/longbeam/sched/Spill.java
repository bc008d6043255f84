package dev.longbeam.sched;

import dev.longbeam.term.LiteralArea;
import org.agrona.collections.LongArrayList;

/**
 * Signals that a scheduler has for processes with a home elsewhere, and for which there was no room in the ring there. As long as any wait here,
 * later ones queue behind them, and no process leaves this scheduler: it could overtake its own signals.
 *
 * <p>Owned by the scheduler.
 */
final class Spill {
    private static final int FIELDS = 3;

    /** Home, pid and address of each, one behind the other. */
    private final LongArrayList signals = new LongArrayList();
    private final Scheduler[] schedulers;
    /** Index of the first that has not been sent. */
    private int first;

    Spill(final Scheduler[] schedulers) {
        this.schedulers = schedulers;
    }

    boolean isEmpty() {
        return first == signals.size();
    }

    void add(final int home, final long pidTerm, final long signalAddr) {
        signals.addLong(home);
        signals.addLong(pidTerm);
        signals.addLong(signalAddr);
    }

    /** Offers them again, in order, as far as there is room; returns how many are on their way. */
    int retry() {
        int sent = 0;
        while (!isEmpty() && schedulers[(int)signals.getLong(first) - 1].inlet.offerSignal(signals.getLong(first + 1), signals.getLong(first + 2))) {
            first += FIELDS;
            sent++;
        }
        if (isEmpty()) {
            signals.clear();
            first = 0;
        }
        return sent;
    }

    /** Gives each signal that may refer to a literal area a block without such references; copies must share nothing with the area already. */
    void copySignals(final LiteralArea area, final SignalBuilder builder) {
        for (int i = first; i < signals.size(); i += FIELDS) {
            final long signal = signals.getLong(i + 2);
            if (Mailbox.mayReferTo(signal, area)) {
                signals.setLong(i + 2, builder.copyOf(signal));
                Signals.discard(signal);
            }
        }
    }

    /** Discards all: the node has stopped. */
    void close() {
        for (int i = first; i < signals.size(); i += FIELDS) {
            Signals.discard(signals.getLong(i + 2));
        }
    }
}
