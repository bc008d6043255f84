package dev.longbeam.node.trace;

import dev.longbeam.trace.report.Figures;
import dev.longbeam.trace.report.TraceProgress;

/** Shows on a terminal how far a long reading is, once it has taken a while. */
final class ProgressLine implements TraceProgress {
    private static final long FIRST_MS = 1000;
    private static final long EVERY_MS = 200;
    private static final String ERASE = "\r\u001b[K";

    private final boolean shown = System.console() != null && System.console().isTerminal();
    private long nextMs = System.currentTimeMillis() + FIRST_MS;
    private boolean written;

    @Override
    public void at(final long done, final long whole) {
        final long now = System.currentTimeMillis();
        if (shown && now >= nextMs) {
            nextMs = now + EVERY_MS;
            written = true;
            System.err.print(ERASE + "read " + Figures.bytes(done) + " of " + Figures.bytes(whole) + ", " + Figures.share(done, whole));
            System.err.flush();
        }
    }

    void clear() {
        if (written) {
            System.err.print(ERASE);
            written = false;
        }
    }
}
