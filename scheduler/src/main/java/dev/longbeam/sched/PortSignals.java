package dev.longbeam.sched;

/** What processes tell ports. On the scheduler of the process, but where a method says otherwise. */
public interface PortSignals {
    /** There are no ports, so nothing happens to them. */
    PortSignals NO_PORTS = new PortSignals() {
        @Override
        public void broken(final Process p, final long portTerm, final long reasonTerm) {
            // No ports, no links to them.
        }

        @Override
        public void demonitored(final long portTerm, final long refNumber) {
            // No ports, no monitors of them.
        }

        @Override
        public void message(final Process p, final long portTerm, final long messageTerm) {
            // Messages to what does not exist go nowhere.
        }

        @Override
        public boolean exists(final long portTerm) {
            return false;
        }

        @Override
        public void trace(final long portTerm, final Signals.TermBuilder message) {
            // Nor do trace messages.
        }
    };

    /** A linked process is ending with this reason. */
    void broken(Process p, long portTerm, long reasonTerm);

    /** A process takes back a monitor of a port. */
    void demonitored(long portTerm, long refNumber);

    /** A process sends a message to a port. */
    void message(Process p, long portTerm, long messageTerm);

    /** True when there is a port of a term. Any thread. */
    boolean exists(long portTerm);

    /** A trace message goes to a port: it gets the term in the external format. Any thread. */
    void trace(long portTerm, Signals.TermBuilder message);
}
