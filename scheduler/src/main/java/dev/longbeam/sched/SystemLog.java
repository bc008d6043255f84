package dev.longbeam.sched;

/** Told what the system logger of the node should hear. On the scheduler of the process. */
public interface SystemLog {
    /** Nobody listens. */
    SystemLog NOBODY = new SystemLog() {
        @Override
        public void maxHeap(final Process p) {
            // Nobody listens.
        }

        @Override
        public void crash(final Process p, final long reasonTerm) {
            // Nobody listens.
        }

        @Override
        public void error(final Process p, final String text) {
            // Nobody listens.
        }
    };

    /** A process has gone over {@code max_heap_size}. */
    void maxHeap(Process p);

    /** A process dies of an exception that nobody caught. */
    void crash(Process p, long reasonTerm);

    /** A process has done something wrong that an error alone does not explain. */
    void error(Process p, String text);
}
