package dev.longbeam.trace.export;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.ProcessTable;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import dev.longbeam.trace.report.TraceScan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Long2LongHashMap;

/**
 * What each process is, over the whole trace: its registered name, or its first function. A role has a number, so that figures about
 * roles lie in arrays.
 *
 * <p>Owned by the thread of its reader.
 */
public final class ProcessRoles {
    private static final String EMULATOR = "emulator";

    private final ProcessTable table;
    private final Long2LongHashMap roleByPid = new Long2LongHashMap(-1);
    private final List<String> labels = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private long lastPid;
    private int lastRole;
    private long events;

    private ProcessRoles(final ProcessTable table) {
        this.table = table;
        lastRole = number(EMULATOR);
    }

    /** Goes once over a trace. */
    public static ProcessRoles of(final TraceReader trace, final TraceProgress progress) throws IOException {
        final ProcessRoles roles = new ProcessRoles(new ProcessTable(trace));
        TraceScan.inFileOrder(trace, progress, event -> {
            final EventType type = event.type();
            if (type == EventType.SPAWN || type == EventType.REGISTER || type == EventType.UNREGISTER) {
                roles.table.apply(event);
            }
            roles.events++;
        });
        return roles;
    }

    /** The role of a process or port. */
    public int role(final long identifier) {
        if (identifier != lastPid) {
            lastPid = identifier;
            lastRole = find(identifier);
        }
        return lastRole;
    }

    private int find(final long identifier) {
        if (identifier == 0) {
            return 0;
        }
        final long known = roleByPid.get(identifier);
        if (known >= 0) {
            return (int)known;
        }
        final int role = number(table.get(identifier).role());
        roleByPid.put(identifier, role);
        return role;
    }

    private int number(final String label) {
        return numbers.computeIfAbsent(label, key -> {
            labels.add(key);
            return labels.size() - 1;
        });
    }

    /** What a role is called. */
    public String label(final int role) {
        return labels.get(role);
    }

    /** Number of roles met so far. */
    public int count() {
        return labels.size();
    }

    /** All processes and ports with their names. */
    public ProcessTable processes() {
        return table;
    }

    /** Number of events of the trace. */
    public long events() {
        return events;
    }
}
