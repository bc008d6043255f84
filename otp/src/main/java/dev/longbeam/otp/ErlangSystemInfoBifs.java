package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Sending;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** {@code erlang:system_info/1} and what OTP's own code asks the emulator of itself. */
public final class ErlangSystemInfoBifs {
    private static final long AM_WORDSIZE = Atom.of("wordsize");
    private static final long AM_INTERNAL = Atom.of("internal");
    private static final long AM_EXTERNAL = Atom.of("external");
    private static final long AM_CPU_TOPOLOGY = Atom.of("cpu_topology");
    private static final long AM_DEFINED = Atom.of("defined");
    private static final long AM_DETECTED = Atom.of("detected");
    private static final long AM_USED = Atom.of("used");
    private static final long AM_ALLOCATOR = Atom.of("allocator");
    private static final long AM_ALLOCATOR_SIZES = Atom.of("allocator_sizes");
    private static final long AM_MEMORY_INTERNAL = Atom.of("memory_internal");
    private static final long AM_ERTS_DFLAGS = Atom.of("erts_dflags");
    private static final long AM_SCHEDULERS = Atom.of("schedulers");

    private ErlangSystemInfoBifs() {
    }

    /** An item of the system. */
    @Bif("erlang:system_info/1")
    public static long systemInfo(final Process p, final long keyTerm) {
        final Emulator emulator = p.emulator();
        if (Term.isTuple(keyTerm)) {
            return ofTuple(p, keyTerm);
        }
        final SystemInfo.Item item = Term.isAtom(keyTerm) ? SystemInfo.item(keyTerm) : null;
        final long valueTerm = item == null ? Term.NON_VALUE : item.tell(p, SystemFacts.of(emulator), emulator);
        return valueTerm == Term.NON_VALUE ? p.badarg() : valueTerm;
    }

    private static long ofTuple(final Process p, final long keyTerm) {
        final int arity = Tuple.arity(keyTerm);
        if (Tuple.isTagged(keyTerm, 3, AM_MEMORY_INTERNAL)) {
            return sendMemory(p, Tuple.element(keyTerm, 2), Tuple.element(keyTerm, 3));
        }
        if (arity != 2) {
            return p.badarg();
        }
        final long kindTerm = Tuple.element(keyTerm, 1);
        final long whichTerm = Tuple.element(keyTerm, 2);
        if (kindTerm == AM_WORDSIZE && (whichTerm == AM_INTERNAL || whichTerm == AM_EXTERNAL)) {
            return Term.makeSmall(8);
        }
        if (kindTerm == AM_CPU_TOPOLOGY && (whichTerm == AM_DETECTED || whichTerm == AM_USED)) {
            return SystemInfo.topology(p);
        }
        if (kindTerm == AM_CPU_TOPOLOGY && whichTerm == AM_DEFINED) {
            return Atoms.UNDEFINED;
        }
        if ((kindTerm == AM_ALLOCATOR || kindTerm == AM_ALLOCATOR_SIZES) && Cons.length(whichTerm) >= 0) {
            return ofAllocators(p, kindTerm, whichTerm);
        }
        if (kindTerm == AM_ALLOCATOR_SIZES && Term.isAtom(whichTerm)) {
            return AllocatorFigures.sizes(p, whichTerm);
        }
        return kindTerm == AM_ALLOCATOR && Term.isAtom(whichTerm) ? Atoms.FALSE : p.badarg();
    }

    /** {@code [{Name, Sizes}]}; none of the C emulator's allocators is in use, but for some we know what they would hold. */
    private static long ofAllocators(final Process p, final long kindTerm, final long namesTerm) {
        final long[] pairs = new long[(int)Cons.length(namesTerm)];
        int count = 0;
        for (long rest = namesTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            if (!Term.isAtom(Cons.head(rest))) {
                return p.badarg();
            }
            final long sizes = kindTerm == AM_ALLOCATOR_SIZES ? AllocatorFigures.sizes(p, Cons.head(rest)) : Atoms.FALSE;
            pairs[count++] = Tuple.make(p, Cons.head(rest), sizes);
        }
        return Cons.list(p, pairs);
    }

    /** {@code erlang:memory} waits for a message from each thread that has allocators of its own. */
    private static long sendMemory(final Process p, final long refTerm, final long allocatorsTerm) {
        if (!Term.isReference(refTerm) || Cons.length(allocatorsTerm) < 0) {
            return p.badarg();
        }
        Sending.send(p, p.self, Tuple.make(p, refTerm, Term.makeSmall(0), AllocatorFigures.of(p, allocatorsTerm)));
        return Atoms.TRUE;
    }

    /** Number of messages that will come with figures of an allocator of the C emulator: none, as where it is not enabled. */
    @Bif({"erts_internal:gather_alloc_histograms/1", "erts_internal:gather_carrier_info/1"})
    public static long gatherAllocations(final Process p, final long requestTerm) {
        return Term.makeSmall(0);
    }

    /** Number of threads that answer {@code erlang:memory}, and one more. */
    @Bif("erts_internal:no_aux_work_threads/0")
    public static long noAuxWorkThreads(final Process p) {
        return Term.makeSmall(2);
    }

    /** Checks that all schedulers answer; those that run this one do. */
    @Bif("erts_internal:system_check/1")
    public static long systemCheck(final Process p, final long whatTerm) {
        return whatTerm == AM_SCHEDULERS ? Atoms.OK : p.badarg();
    }

    /** The flags of the distribution protocol: default, mandatory, addable, rejectable, and those that need strict order. */
    @Bif("erts_internal:get_dflags/0")
    public static long getDflags(final Process p) {
        final int release = SystemFacts.of(p.emulator()).release;
        final long defaults = release < 28 ? 55_966_662_588L : 468_283_523_004L;
        final long mandatory = release < 26 ? 17_239_956L : 17_230_663_572L;
        return Tuple.make(p, AM_ERTS_DFLAGS, Integers.make(p, defaults), Integers.make(p, mandatory), Integers.make(p, defaults),
            Term.makeSmall(8_396_866), Term.makeSmall(8192));
    }
}
