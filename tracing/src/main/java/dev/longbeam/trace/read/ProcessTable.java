package dev.longbeam.trace.read;

import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The processes and ports of a trace and their names at the time, learnt from the events that are given to it in order. Owned by one
 * thread.
 */
public final class ProcessTable {
    private static final int ATOM_BITS = 28;
    private static final int ARITY_BITS = 8;

    private final TraceNames names;
    /** First functions that came before: many processes have the same. */
    private final Long2ObjectHashMap<TraceFunction> calls = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<TraceProcess> processes = new Long2ObjectHashMap<>();
    private TraceProcess latest;

    /** An empty table for a trace. */
    public ProcessTable(final TraceReader trace) {
        names = trace.names();
    }

    /** Learns from an event; does nothing for most types. */
    public void apply(final TraceEvent event) {
        switch (event.type()) {
            case SPAWN -> get(event.field(0)).spawned(call(event), event.field(1), event.time());
            case EXIT -> get(event.field(0)).exited(names.exitReason(event), event.time());
            case REGISTER -> get(event.field(0)).named(names.atom(event.field(1)));
            case UNREGISTER -> get(event.field(0)).named(null);
            default -> { }
        }
    }

    private TraceFunction call(final TraceEvent spawn) {
        final long key = (spawn.field(2) << ATOM_BITS | spawn.field(3)) << ARITY_BITS | spawn.aux();
        TraceFunction call = calls.get(key);
        if (call == null) {
            call = new TraceFunction(names.atom(spawn.field(2)), names.atom(spawn.field(3)), spawn.aux());
            calls.put(key, call);
        }
        return call;
    }

    /** The process or port with a pid's or port's term word; made when it is not known yet. */
    public TraceProcess get(final long identifier) {
        TraceProcess process = latest;
        if (process == null || process.pid() != identifier) {
            process = processes.get(identifier);
            if (process == null) {
                process = new TraceProcess(identifier);
                processes.put(identifier, process);
            }
            latest = process;
        }
        return process;
    }

    /** Number of processes and ports known. */
    public int size() {
        return processes.size();
    }

    /** All of them, in no order. */
    public void forEach(final Consumer<TraceProcess> consumer) {
        processes.values().forEach(consumer);
    }
}
