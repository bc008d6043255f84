package dev.longbeam.otp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import dev.longbeam.term.ets.EtsTable;

/**
 * Reads the options of {@code ets:new/2}.
 *
 * <p>Owned by one thread, for one call.
 */
final class EtsOptions {
    private static final long AM_SET = Atom.of("set");
    private static final long AM_ORDERED_SET = Atom.of("ordered_set");
    private static final long AM_BAG = Atom.of("bag");
    private static final long AM_DUPLICATE_BAG = Atom.of("duplicate_bag");
    private static final long AM_PUBLIC = Atom.of("public");
    private static final long AM_PROTECTED = Atom.of("protected");
    private static final long AM_PRIVATE = Atom.of("private");
    private static final long AM_NAMED_TABLE = Atom.of("named_table");
    private static final long AM_COMPRESSED = Atom.of("compressed");
    private static final long AM_KEYPOS = Atom.of("keypos");
    private static final long AM_WRITE_CONCURRENCY = Atom.of("write_concurrency");
    private static final long AM_READ_CONCURRENCY = Atom.of("read_concurrency");
    private static final long AM_DECENTRALIZED_COUNTERS = Atom.of("decentralized_counters");
    private static final long AM_HEIR = Atom.of("heir");
    private static final long AM_AUTO = Atom.of("auto");
    private static final long AM_FIXED_LOCKS = Atom.of("debug_hash_fixed_number_of_locks");
    private static final int MAX_LOCKS = 32768;

    private final EtsTable.Options options = new EtsTable.Options();
    private long heirTerm = Atoms.NONE;
    private long heirDataTerm = Atoms.UNDEFINED;
    private long writeTerm = Atoms.FALSE;
    private boolean readConcurrency;
    private boolean decentralized;
    private long decentralizedTerm = Term.NON_VALUE;

    /** What was read. */
    EtsTable.Options options() {
        return options;
    }

    /** The heir or {@code none}. */
    long heirTerm() {
        return heirTerm;
    }

    /** What the heir is told. */
    long heirDataTerm() {
        return heirDataTerm;
    }

    /** Reads the list; false when it is no proper list of options. */
    boolean parse(final long optionsTerm) {
        long rest = optionsTerm;
        while (Term.isCons(rest)) {
            final long option = Cons.head(rest);
            if (!(Term.isTuple(option) ? pair(option) : flag(option))) {
                return false;
            }
            rest = Cons.tail(rest);
        }
        return rest == Term.NIL && settle();
    }

    private boolean settle() {
        final boolean alone = options.protection == EtsTable.Protection.PRIVATE;
        final boolean tuple = Term.isTuple(writeTerm);
        if (tuple && options.type == EtsTable.Type.ORDERED_SET) {
            return false;
        }
        final boolean fine = writeTerm != Atoms.FALSE && !alone;
        options.fineLocked = fine;
        options.writeConcurrencyTerm = !fine ? Atoms.FALSE : tuple ? Term.NON_VALUE : writeTerm;
        if (tuple) {
            options.lockCount = Math.max(EtsTable.Options.DEFAULT_LOCKS, Integer.highestOneBit((int)Term.smallValue(Tuple.element(writeTerm, 2))));
        }
        options.readConcurrency = readConcurrency && !alone;
        final boolean wanted = decentralizedTerm == Term.NON_VALUE ? decentralized : decentralizedTerm == Atoms.TRUE;
        options.decentralizedCounters = wanted && fine;
        return true;
    }

    private boolean flag(final long option) {
        if (option == AM_BAG) {
            options.type = EtsTable.Type.BAG;
        } else if (option == AM_DUPLICATE_BAG) {
            options.type = EtsTable.Type.DUPLICATE_BAG;
        } else if (option == AM_ORDERED_SET) {
            options.type = EtsTable.Type.ORDERED_SET;
            decentralized = true;
        } else if (option == AM_PUBLIC || option == AM_PRIVATE) {
            options.protection = protection(option);
        } else if (option == AM_NAMED_TABLE) {
            options.named = true;
        } else if (option == AM_COMPRESSED) {
            options.compressed = true;
        } else {
            return option == AM_SET || option == AM_PROTECTED;
        }
        return true;
    }

    private boolean pair(final long option) {
        if (Tuple.arity(option) == 3) {
            if (Tuple.element(option, 1) != AM_HEIR || !Term.isLocalPid(Tuple.element(option, 2))) {
                return false;
            }
            heirTerm = Tuple.element(option, 2);
            heirDataTerm = Tuple.element(option, 3);
            return true;
        }
        if (Tuple.arity(option) != 2) {
            return false;
        }
        final long name = Tuple.element(option, 1);
        final long value = Tuple.element(option, 2);
        final boolean isBoolean = value == Atoms.TRUE || value == Atoms.FALSE;
        if (name == AM_KEYPOS) {
            if (!Term.isSmall(value) || Term.smallValue(value) < 1) {
                return false;
            }
            options.keyPosition = (int)Math.min(Term.smallValue(value), Integer.MAX_VALUE);
        } else if (name == AM_WRITE_CONCURRENCY) {
            return writeConcurrency(value);
        } else if (name == AM_READ_CONCURRENCY && isBoolean) {
            readConcurrency = value == Atoms.TRUE;
        } else if (name == AM_DECENTRALIZED_COUNTERS && isBoolean) {
            decentralizedTerm = value;
        } else if (name == AM_HEIR && value == Atoms.NONE) {
            heirTerm = value;
        } else {
            return false;
        }
        return true;
    }

    private boolean writeConcurrency(final long value) {
        if (value == AM_AUTO) {
            decentralized = true;
        } else if (value == Atoms.TRUE) {
            decentralized = options.type == EtsTable.Type.ORDERED_SET && decentralized;
        } else if (Term.isTuple(value)) {
            if (Tuple.arity(value) != 2 || Tuple.element(value, 1) != AM_FIXED_LOCKS || !Term.isSmall(Tuple.element(value, 2))
                || Term.smallValue(Tuple.element(value, 2)) < 1 || Term.smallValue(Tuple.element(value, 2)) > MAX_LOCKS) {
                return false;
            }
            decentralized = true;
        } else if (value != Atoms.FALSE) {
            return false;
        }
        writeTerm = value;
        return true;
    }

    /** The protection of a name, or null. */
    static EtsTable.Protection protection(final long nameTerm) {
        if (nameTerm == AM_PUBLIC) {
            return EtsTable.Protection.PUBLIC;
        }
        if (nameTerm == AM_PROTECTED) {
            return EtsTable.Protection.PROTECTED;
        }
        return nameTerm == AM_PRIVATE ? EtsTable.Protection.PRIVATE : null;
    }

    /** The name of a protection. */
    static long protectionTerm(final EtsTable.Protection protection) {
        return switch (protection) {
            case PUBLIC -> AM_PUBLIC;
            case PROTECTED -> AM_PROTECTED;
            default -> AM_PRIVATE;
        };
    }

    /** {@code write_concurrency} as {@code ets:info} shows it. */
    static long writeConcurrencyTerm(final TermHeap heap, final EtsTable.Options options) {
        final long value = options.writeConcurrencyTerm;
        return value == Term.NON_VALUE ? Tuple.make(heap, AM_FIXED_LOCKS, Term.makeSmall(options.lockCount)) : value;
    }

    /** The name of a type. */
    static long typeTerm(final EtsTable.Type type) {
        return switch (type) {
            case SET -> AM_SET;
            case ORDERED_SET -> AM_ORDERED_SET;
            case BAG -> AM_BAG;
            default -> AM_DUPLICATE_BAG;
        };
    }
}
