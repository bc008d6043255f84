package dev.longbeam.sched;

import dev.longbeam.term.Term;
import dev.longbeam.trace.EventType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Registered names: an atom for a local pid or port. Owns both directions: the name that a process or port keeps for itself changes under
 * the lock under which the table does, so neither ever tells of a name that the other does not know.
 *
 * <p>Any thread. Looking a name up takes no lock.
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
        return term == null ? Term.NON_VALUE : term;
    }

    /** Registers a name; false when it is taken, or when who is to have it has one already. */
    public synchronized boolean register(final long nameTerm, final Named named) {
        if (named.registeredName() != Term.NIL || names.putIfAbsent(nameTerm, named.identifier()) != null) {
            return false;
        }
        named.registeredName(nameTerm);
        Recorder.registered(emulator, EventType.REGISTER, nameTerm, named.identifier());
        // Who begins to end looks for a name afterwards: it sees this one, or it is seen to end here.
        VarHandle.fullFence();
        if (named.isExiting()) {
            forget(nameTerm, named);
        }
        return true;
    }

    /** Takes a name from who has it; false when that is not the name that it has (any more). */
    public synchronized boolean unregister(final long nameTerm, final Named named) {
        if (nameTerm == Term.NIL || named.registeredName() != nameTerm) {
            return false;
        }
        forget(nameTerm, named);
        return true;
    }

    private void forget(final long nameTerm, final Named named) {
        names.remove(nameTerm);
        named.registeredName(Term.NIL);
        Recorder.registered(emulator, EventType.UNREGISTER, nameTerm, named.identifier());
    }

    /** All names. */
    public long[] names() {
        return names.keySet().stream().mapToLong(Long::longValue).toArray();
    }
}
