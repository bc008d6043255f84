package dev.longbeam.embed;

import dev.longbeam.memory.Blocks;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Scheduler;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The figures of a node. Any thread. */
final class NodeFigures implements NodeMXBean, AutoCloseable {
    private final String name;
    private final Emulator emulator;
    private ObjectName registered;

    NodeFigures(final String name, final Emulator emulator) {
        this.name = name;
        this.emulator = emulator;
    }

    /** Shows them by JMX until {@link #close}. */
    void register() {
        try {
            final ObjectName objectName = new ObjectName("dev.longbeam:type=Node,name=" + ObjectName.quote(name));
            final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            server.registerMBean(this, objectName);
            registered = objectName;
        } catch (final JMException e) {
            throw new IllegalStateException("cannot register the node with JMX: name=" + name, e);
        }
    }

    @Override
    public void close() {
        if (registered != null) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
            } catch (final JMException e) {
                NodeCore.LOGGER.log(System.Logger.Level.DEBUG, "somebody else has taken the node out of JMX", e);
            }
            registered = null;
        }
    }

    private long sum(final ToLongFunction<Scheduler> figure) {
        return Arrays.stream(emulator.schedulers).mapToLong(figure).sum();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getSchedulers() {
        return emulator.schedulers.length;
    }

    @Override
    public int getProcesses() {
        return emulator.processes.count();
    }

    @Override
    public long getProcessesSpawned() {
        return emulator.processes.nextSequence();
    }

    @Override
    public long getReductions() {
        return emulator.reductions();
    }

    @Override
    public long getSlices() {
        return sum(Scheduler::slices);
    }

    @Override
    public long getMessagesSent() {
        return sum(Scheduler::messagesSent);
    }

    @Override
    public long getCollections() {
        return sum(scheduler -> scheduler.collections()[0]);
    }

    @Override
    public int[] getRunQueueLengths() {
        return Arrays.stream(emulator.schedulers).mapToInt(Scheduler::queueLength).toArray();
    }

    @Override
    public long getOffHeapBytes() {
        return Blocks.usedBytes();
    }

    @Override
    public long getLostTraceEvents() {
        return emulator.trace == null ? 0 : emulator.trace.lostEvents();
    }
}
