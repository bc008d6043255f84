package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/** What the definitions of a trace say: texts of atoms, functions, facts about the node. Owned by the thread of its reader. */
public final class TraceNames {
    private final Int2ObjectHashMap<String> atoms = new Int2ObjectHashMap<>();
    private final Long2ObjectHashMap<TraceFunction> functions = new Long2ObjectHashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private boolean started;
    private long startWallNs;
    private long startTicks;
    private long startNano;

    TraceNames() {
    }

    void apply(final TraceEvent event) {
        final EventType type = event.type();
        if (type == EventType.ATOM_NAMED) {
            atoms.put((int)event.field(0), event.text());
        } else if (type == EventType.FUNCTION_LOADED) {
            functions.put(event.field(0), new TraceFunction(atom(event.field(1)), atom(event.field(2)), event.aux()));
        } else if (type == EventType.NODE_START && !started) {
            started = true;
            startWallNs = event.field(0);
            startTicks = event.field(1);
            startNano = event.field(2);
            event.text().lines().forEach(line -> {
                final int equals = line.indexOf('=');
                if (equals > 0) {
                    facts.put(line.substring(0, equals), line.substring(equals + 1));
                }
            });
        }
    }

    /** The reason in an event {@code exit}. Allocates when it is no atom. */
    public String exitReason(final TraceEvent exit) {
        return exit.field(2) == EventLayout.NO_ATOM ? exit.text() : atom(exit.field(2));
    }

    /** Text of an atom, by its index; a stand-in with the index when the trace does not say it. */
    public String atom(final long index) {
        final String text = atoms.get((int)index);
        return text == null ? "atom#" + index : text;
    }

    /** A function by its id; a stand-in when the trace does not say it. */
    public TraceFunction function(final long id) {
        final TraceFunction function = functions.get(id);
        return function == null ? new TraceFunction("?", "function#" + id, 0) : function;
    }

    /** Gives all functions with their ids, in no order. */
    public void forEachFunction(final BiConsumer<Long, TraceFunction> consumer) {
        functions.forEach(consumer);
    }

    /** What the node told about itself: {@code otp}, {@code command}, ... */
    public Map<String, String> facts() {
        return Collections.unmodifiableMap(facts);
    }

    boolean started() {
        return started;
    }

    long startWallNs() {
        return startWallNs;
    }

    long startTicks() {
        return startTicks;
    }

    long startNano() {
        return startNano;
    }
}
