package dev.longbeam.term.ets;

import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.MagicResource;
import dev.longbeam.term.MagicTable;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Ref;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import java.lang.ref.WeakReference;

/**
 * What a table is beside its rows: the reference that stands for it, its name, options, owner and heir.
 *
 * <p>Any thread.
 */
abstract class TableIdentity implements MagicResource {
    private final EtsTable.Options options;
    private volatile EtsTable.Protection protection;
    private volatile long nameTerm;
    private volatile long ownerTerm;
    private volatile long heirTerm = EtsTables.AM_NONE;
    private WeakReference<Object> heirProcess;
    private LocalHeap heirData;
    private long heirDataTerm;
    private long refNumber;
    private long handle;
    private boolean forgotten;
    private long sequence;
    private EtsTables tables;

    TableIdentity(final EtsTable.Options options, final long nameTerm, final long ownerTerm) {
        this.options = options;
        this.nameTerm = nameTerm;
        this.ownerTerm = ownerTerm;
        protection = options.protection;
    }

    /** Gives the table its identity: the reference that stands for it. */
    final void identify(final EtsTables newTables, final long newSequence) {
        tables = newTables;
        sequence = newSequence;
        try (LocalHeap heap = new LocalHeap()) {
            final long refTerm = Ref.makeMagic(heap, this);
            refNumber = Ref.number(refTerm);
            handle = Ref.magicHandle(refTerm);
        }
    }

    /** Lets go of the table's own count of its identity. */
    final synchronized void forget() {
        forgotten = true;
        MagicTable.release(handle);
    }

    /** The reference that stands for the table; that of a deleted one leads nowhere. */
    public final synchronized long makeId(final TermHeap heap) {
        if (forgotten) {
            return Ref.make(heap, refNumber);
        }
        MagicTable.retain(handle);
        return Ref.makeMagic(heap, refNumber, handle);
    }

    final EtsTables tables() {
        return tables;
    }

    final long sequence() {
        return sequence;
    }

    final long refNumber() {
        return refNumber;
    }

    // What the table is

    /** What the table was made with; {@code protection} may have changed since. */
    public final EtsTable.Options options() {
        return options;
    }

    /** True for bags and duplicate bags. */
    public final boolean isBag() {
        return options.type == EtsTable.Type.BAG || options.type == EtsTable.Type.DUPLICATE_BAG;
    }

    /** Who may do what. */
    public final EtsTable.Protection protection() {
        return protection;
    }

    /** Sets who may do what. */
    public final void protection(final EtsTable.Protection newProtection) {
        protection = newProtection;
    }

    /** The name, whether it leads to the table or not. */
    public final long nameTerm() {
        return nameTerm;
    }

    final void nameTerm(final long newNameTerm) {
        nameTerm = newNameTerm;
    }

    /** Pid of the owner. */
    public final long ownerTerm() {
        return ownerTerm;
    }

    final void ownerTerm(final long newOwnerTerm) {
        ownerTerm = newOwnerTerm;
    }

    /** Pid of the heir or {@code none}. */
    public final long heirTerm() {
        return heirTerm;
    }

    /** True when the heir is still the process that it was when it became the heir. */
    final boolean isHeirAlive() {
        final long pidTerm = heirTerm;
        return pidTerm != EtsTables.AM_NONE && heirProcess.refersTo(tables.host().process(pidTerm)) && !heirProcess.refersTo(null);
    }

    /** Sets the heir and what it is told when it inherits; there is none afterwards if the process does not exist. */
    public final synchronized void heir(final long newHeirTerm, final long dataTerm) {
        freeHeir();
        final Object process = tables.host().process(newHeirTerm);
        if (process == null) {
            return;
        }
        heirProcess = new WeakReference<>(process);
        heirData = new LocalHeap(MemoryKind.ETS);
        heirDataTerm = TermCopy.copyWithLiterals(dataTerm, heirData);
        heirTerm = newHeirTerm;
    }

    /** No heir from now on. */
    public final synchronized void freeHeir() {
        heirTerm = EtsTables.AM_NONE;
        if (heirData != null) {
            OffHeapList.releaseAll(heirData.offHeapAddr);
            heirData.close();
            heirData = null;
        }
    }

    /** What the heir is told; valid until the heir changes. */
    final long heirDataTerm() {
        return heirDataTerm;
    }
}
