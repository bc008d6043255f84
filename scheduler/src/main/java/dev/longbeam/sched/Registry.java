package dev.longbeam.sched;

import dev.longbeam.trace.EventType;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Registered names: an atom for a local pid or port.
 *
 * <p>Any thread.
 */
public final class Registry {
    private final ConcurrentHashMap<Long, Long> names = new ConcurrentHashMap<>();
    private final Emulator emulator;

    Registry(final Emulator emulator) {
        this.emulator = emulator;
    }

    /** The pid or port of a name, or NON_VALUE. */
    public long whereis(final long nameTerm) {
        final Long term = names.get(nameTerm);
        return term == null ? 0 : term;
    }

    /** Registers a name; false when it is taken. */
    public boolean register(final long nameTerm, final long term) {
        if (names.putIfAbsent(nameTerm, term) != null) {
            return false;
        }
        Recorder.registered(emulator, EventType.REGISTER, nameTerm, term);
        return true;
    }

    /** Forgets a name; false when it was not registered. */
    public boolean unregister(final long nameTerm) {
        final Long term = names.remove(nameTerm);
        if (term == null) {
            return false;
        }
        Recorder.registered(emulator, EventType.UNREGISTER, nameTerm, term);
        return true;
    }

    /** All names. */
    public long[] names() {
        return names.keySet().stream().mapToLong(Long::longValue).toArray();
    }
}
