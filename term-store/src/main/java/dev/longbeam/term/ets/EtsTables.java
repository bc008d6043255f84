package dev.longbeam.term.ets;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.ByPid;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tables of a node: by name, by reference, by owner.
 *
 * <p>Any thread. Looking a table up allocates nothing.
 */
public final class EtsTables {
    /** What a BIF wants to do with a table. */
    public enum Access {
        /** Look at what the table is. */
        INFO,
        /** Read rows. */
        READ,
        /** Write rows. */
        WRITE
    }

    static final long AM_NONE = Atom.of("none");
    private static final long AM_ID = Atom.of("id");
    private static final long AM_TYPE = Atom.of("type");
    private static final long AM_ACCESS = Atom.of("access");
    private static final long AM_ETS_TRANSFER = Atom.of("ETS-TRANSFER");

    /** What a process has to do with tables. */
    private static final class Holdings {
        final Set<EtsTable> owned = new LinkedHashSet<>();
        final Set<EtsTable> fixed = new LinkedHashSet<>();
    }

    private final EtsHost host;
    private final ConcurrentSkipListMap<Long, EtsTable> all = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<Long, EtsTable> byNumber = new ConcurrentHashMap<>();
    private final ByPid<Holdings> holdings = new ByPid<>();
    private final ByPid<Boolean> superUsers = new ByPid<>();
    private final AtomicLong nextSequence = new AtomicLong();
    private volatile EtsTable[] named = new EtsTable[1024];

    /** No tables yet. */
    public EtsTables(final EtsHost host) {
        this.host = host;
    }

    /** What the tables need of their node. */
    public EtsHost host() {
        return host;
    }

    // Finding

    /** The table of a name or reference, or null after a failure was recorded with its cause. */
    public EtsTable find(final TermHeap heap, final long idTerm, final long selfTerm, final Access access) {
        final EtsTable table = lookup(idTerm);
        if (table == null) {
            heap.fail(Atoms.BADARG, isId(idTerm) ? AM_ID : AM_TYPE);
            return null;
        }
        if (!isAllowed(table, selfTerm, access)) {
            heap.fail(Atoms.BADARG, AM_ACCESS);
            return null;
        }
        return table;
    }

    private boolean isAllowed(final EtsTable table, final long selfTerm, final Access access) {
        if (access == Access.INFO || table.ownerTerm() == selfTerm) {
            return true;
        }
        final EtsTable.Protection protection = table.protection();
        return protection == EtsTable.Protection.PUBLIC || protection == EtsTable.Protection.PROTECTED && access == Access.READ
            || superUsers.has(selfTerm);
    }

    /** The table of a name or reference, or null. */
    public EtsTable lookup(final long idTerm) {
        EtsTable table = null;
        if (Term.isAtom(idTerm)) {
            final EtsTable[] names = named;
            final int index = Atom.index(idTerm);
            table = index < names.length ? names[index] : null;
        } else if (Ref.isMagic(idTerm)) {
            table = Ref.resource(idTerm, EtsTable.class);
        } else if (Term.isBoxed(idTerm, Term.SUBTAG_REF)) {
            table = byNumber.get(Ref.number(idTerm));
        }
        return table == null || table.deleted ? null : table;
    }

    /** True for a term that names a table or once did: an atom or the reference of a table. */
    public boolean isId(final long term) {
        return Term.isAtom(term) || Ref.resource(term, EtsTable.class) != null;
    }

    /** Lets a process read and write every table, or not. */
    public void superUser(final long pidTerm, final boolean may) {
        if (may) {
            superUsers.change(pidTerm, old -> Boolean.TRUE);
        } else {
            superUsers.remove(pidTerm);
        }
    }

    // Life of a table

    /** A new table, or null when it is to be named and the name is taken. */
    public EtsTable create(final EtsTable.Options options, final long nameTerm, final long ownerTerm) {
        final EtsTable table = options.type == EtsTable.Type.ORDERED_SET ? new TreeTable(options, nameTerm, ownerTerm)
            : new HashTable(options, nameTerm, ownerTerm);
        table.identify(this, nextSequence.getAndIncrement());
        if (options.named && !enterName(nameTerm, table)) {
            table.detach().run(Integer.MAX_VALUE);
            table.forget();
            return null;
        }
        byNumber.put(table.refNumber(), table);
        all.put(table.sequence(), table);
        addOwned(ownerTerm, table);
        return table;
    }

    private synchronized boolean enterName(final long nameTerm, final EtsTable table) {
        final int index = Atom.index(nameTerm);
        EtsTable[] names = named;
        if (index >= names.length) {
            names = java.util.Arrays.copyOf(names, Integer.highestOneBit(index) * 2);
        }
        if (names[index] != null) {
            return false;
        }
        names[index] = table;
        named = names;
        return true;
    }

    private synchronized void removeName(final EtsTable table) {
        final EtsTable[] names = named;
        final int index = Atom.index(table.nameTerm());
        if (names[index] == table) {
            names[index] = null;
            named = names;
        }
    }

    /** Gives a table another name; false when the table is named and the new name is taken. */
    public synchronized boolean rename(final EtsTable table, final long newNameTerm) {
        if (table.options().named) {
            if (!enterName(newNameTerm, table)) {
                return false;
            }
            removeName(table);
        }
        table.nameTerm(newNameTerm);
        return true;
    }

    /** Deletes a table: nobody finds it any more. Its rows are left to the result. */
    public EtsSweep delete(final EtsTable table) {
        synchronized (table) {
            if (table.deleted) {
                return null;
            }
            if (table.options().named) {
                removeName(table);
            }
            byNumber.remove(table.refNumber());
            all.remove(table.sequence());
            removeOwned(table.ownerTerm(), table);
            table.freeHeir();
            final EtsSweep sweep = table.detach();
            table.cancelChange();
            for (final long pid : table.fixations().pids()) {
                unfix(table, pid, true);
            }
            table.forget();
            return sweep;
        }
    }

    /** Gives a table to another process and tells it; one that has begun to exit meanwhile leaves it at once. */
    public void giveAway(final EtsTable table, final long fromTerm, final long toTerm, final long dataTerm) {
        removeOwned(fromTerm, table);
        table.ownerTerm(toTerm);
        addOwned(toTerm, table);
        sendTransfer(table, fromTerm, toTerm, dataTerm);
        if (host.process(toTerm) == null) {
            ownerExited(toTerm).forEach(sweep -> host.background(() -> sweep.run(Integer.MAX_VALUE)));
        }
    }

    private void sendTransfer(final EtsTable table, final long fromTerm, final long toTerm, final long dataTerm) {
        try (LocalHeap heap = new LocalHeap()) {
            final long idTerm = table.options().named ? table.nameTerm() : table.makeId(heap);
            host.send(fromTerm, toTerm, Tuple.make(heap, AM_ETS_TRANSFER, idTerm, fromTerm, dataTerm));
            OffHeapList.releaseAll(heap.offHeapAddr);
        }
    }

    private void addOwned(final long pidTerm, final EtsTable table) {
        holdings.change(pidTerm, old -> {
            final Holdings mine = old != null ? old : new Holdings();
            mine.owned.add(table);
            return mine;
        });
    }

    private void removeOwned(final long pidTerm, final EtsTable table) {
        holdings.change(pidTerm, mine -> without(mine, table, true));
    }

    private static Holdings without(final Holdings mine, final EtsTable table, final boolean owned) {
        if (mine == null) {
            return null;
        }
        (owned ? mine.owned : mine.fixed).remove(table);
        return mine.owned.isEmpty() && mine.fixed.isEmpty() ? null : mine;
    }

    // Fixation

    /** Fixes a table once more for a process. */
    public void fix(final EtsTable table, final long pidTerm) {
        if (table.fixations().fix(pidTerm, host.monotonicNanos())) {
            holdings.change(pidTerm, old -> {
                final Holdings mine = old != null ? old : new Holdings();
                mine.fixed.add(table);
                return mine;
            });
        }
    }

    /** Takes back one fixation of a process, or all of them. */
    public void unfix(final EtsTable table, final long pidTerm, final boolean everyOne) {
        if (table.fixations().unfix(pidTerm, everyOne)) {
            holdings.change(pidTerm, mine -> without(mine, table, false));
        }
    }

    // Processes

    /**
     * Takes up what an exiting process leaves: its fixations end, its tables go to their heirs or are deleted.
     *
     * @return rows of the deleted tables that wait to be freed; the list does not change
     */
    public List<EtsSweep> ownerExited(final long pidTerm) {
        superUsers.remove(pidTerm);
        final Holdings mine = holdings.remove(pidTerm);
        if (mine == null) {
            return List.of();
        }
        final List<EtsSweep> sweeps = new ArrayList<>();
        for (final EtsTable table : mine.fixed) {
            unfix(table, pidTerm, true);
        }
        for (final EtsTable table : mine.owned) {
            if (!inherited(table, pidTerm)) {
                final EtsSweep sweep = delete(table);
                if (sweep != null) {
                    sweeps.add(sweep);
                }
            }
        }
        return sweeps;
    }

    private boolean inherited(final EtsTable table, final long pidTerm) {
        final long heirTerm = table.heirTerm();
        if (heirTerm == pidTerm || !table.isHeirAlive()) {
            return false;
        }
        giveAway(table, pidTerm, heirTerm, table.heirDataTerm());
        return true;
    }

    /** All tables, newest first, named ones by name. */
    public long all(final TermHeap heap) {
        long list = Term.NIL;
        for (final EtsTable table : all.values()) {
            if (!table.deleted) {
                list = Cons.make(heap, table.options().named ? table.nameTerm() : table.makeId(heap), list);
            }
        }
        return list;
    }

    /** Deletes all tables and frees their rows. Only when no process uses any. */
    public void close() {
        for (final EtsTable table : List.copyOf(all.values())) {
            final EtsSweep sweep = delete(table);
            if (sweep != null) {
                sweep.run(Integer.MAX_VALUE);
            }
        }
    }

    /** Number of tables. */
    public int count() {
        return all.size();
    }
}
