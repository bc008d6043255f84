package dev.longbeam.embed;

/**
 * Figures of a running node, for JMX ({@link NodeContext#jmx}) and for registries of metrics ({@link Node#figures}). Sums grow from the
 * start of the node; all are a little late, and reading them costs the node nothing.
 *
 * <p>Any thread, also when the node is closed.
 */
public interface NodeMXBean {
    /** Name of the node. */
    String getName();

    /** Number of schedulers. */
    int getSchedulers();

    /** Processes at the moment. */
    int getProcesses();

    /** Processes that were ever started. */
    long getProcessesSpawned();

    /** Reductions of all processes. */
    long getReductions();

    /** Time slices. */
    long getSlices();

    /** Messages that processes have sent. */
    long getMessagesSent();

    /** Collections of heaps of processes. */
    long getCollections();

    /** Processes that wait for each scheduler. */
    int[] getRunQueueLengths();

    /** Off-heap memory in use by all nodes of the JVM, in bytes. */
    long getOffHeapBytes();

    /** Events that the trace has lost because the disk did not keep up; 0 when nothing is recorded. */
    long getLostTraceEvents();
}
