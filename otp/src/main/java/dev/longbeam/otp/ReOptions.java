package dev.longbeam.otp;

import dev.longbeam.otp.posix.Pcre2;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * The options of {@code re:compile} and {@code re:run}, read from a list into the library's bits.
 *
 * <p>One object is used again and again by one thread; the terms in it are valid within one call of a BIF.
 */
final class ReOptions {
    private static final long AM_CAPTURE = Atom.of("capture");
    private static final long AM_OFFSET = Atom.of("offset");
    private static final long AM_MATCH_LIMIT = Atom.of("match_limit");
    private static final long AM_MATCH_LIMIT_RECURSION = Atom.of("match_limit_recursion");
    private static final long AM_NEWLINE = Atom.of("newline");
    private static final long AM_INDEX = Atom.of("index");
    private static final long AM_CR = Atom.of("cr");
    private static final long AM_LF = Atom.of("lf");
    private static final long AM_CRLF = Atom.of("crlf");
    private static final long AM_ANYCRLF = Atom.of("anycrlf");
    private static final long AM_ANY = Atom.of("any");
    private static final long AM_NUL = Atom.of("nul");
    private static final long AM_EXPORT = Atom.of("export");
    private static final long AM_ANCHORED = Atom.of("anchored");
    private static final long AM_REPORT_ERRORS = Atom.of("report_errors");
    private static final long AM_GLOBAL = Atom.of("global");
    private static final long AM_BSR_ANYCRLF = Atom.of("bsr_anycrlf");
    private static final long AM_BSR_UNICODE = Atom.of("bsr_unicode");

    /** Options of compilation only: atoms and the library's bits, side by side. */
    private static final long[] COMPILE_ATOMS = {Atom.of("caseless"), Atom.of("dollar_endonly"), Atom.of("dotall"),
        Atom.of("extended"), Atom.of("firstline"), Atom.of("multiline"), Atom.of("no_auto_capture"), Atom.of("dupnames"),
        Atom.of("ungreedy"), Atom.of("no_start_optimize"), Atom.of("ucp"), Atom.of("never_utf"), Atoms.UNICODE};
    private static final int[] COMPILE_BITS = {Pcre2.CASELESS, Pcre2.DOLLAR_ENDONLY, Pcre2.DOTALL, Pcre2.EXTENDED, Pcre2.FIRSTLINE,
        Pcre2.MULTILINE, Pcre2.NO_AUTO_CAPTURE, Pcre2.DUPNAMES, Pcre2.UNGREEDY, Pcre2.NO_START_OPTIMIZE, Pcre2.UCP, Pcre2.NEVER_UTF,
        Pcre2.UTF};
    /** Options of matching only. */
    private static final long[] RUN_ATOMS = {Atom.of("notempty"), Atom.of("notempty_atstart"), Atom.of("notbol"), Atom.of("noteol")};
    private static final int[] RUN_BITS = {Pcre2.NOTEMPTY, Pcre2.NOTEMPTY_ATSTART, Pcre2.NOTBOL, Pcre2.NOTEOL};

    /** Bits for compilation. */
    int compileBits;
    /** Bits for matching. */
    int runBits;
    /** Newline convention, 0 when none was given. */
    int newline;
    /** What {@code \R} matches, 0 when not given. */
    int bsr;
    /** An option was given that only compilation knows. */
    boolean compileOnly;
    /** An option was given that only matching knows. */
    boolean runOnly;
    /** {@code unicode}. */
    boolean unicode;
    /** {@code global}. */
    boolean global;
    /** {@code export}; only where patterns are PCRE2's. */
    boolean export;
    /** {@code report_errors}. */
    boolean reportErrors;
    /** {@code {offset, N}}. */
    int offset;
    /** {@code {match_limit, N}}, -1 when not given. */
    int matchLimit;
    /** {@code {match_limit_recursion, N}}, -1 when not given. */
    int recursionLimit;
    /** What to capture, NON_VALUE when not given. */
    long captureTerm;
    /** How to return what is captured. */
    long captureTypeTerm;

    /** Whose options they are. */
    ReDialect dialect;

    /** Reads a list; false when something in it is no option. */
    boolean parse(final Process p, final long listTerm) {
        dialect = ReDialect.of(p);
        compileBits = 0;
        runBits = 0;
        newline = 0;
        bsr = 0;
        compileOnly = false;
        runOnly = false;
        unicode = false;
        global = false;
        export = false;
        reportErrors = false;
        offset = 0;
        matchLimit = -1;
        recursionLimit = -1;
        captureTerm = Term.NON_VALUE;
        captureTypeTerm = AM_INDEX;
        long rest = listTerm;
        while (Term.isCons(rest)) {
            final long optionTerm = Cons.head(rest);
            if (Term.isAtom(optionTerm) ? !atom(optionTerm) : !Term.isTuple(optionTerm) || !tuple(optionTerm)) {
                return false;
            }
            rest = Cons.tail(rest);
        }
        return Term.isNil(rest);
    }

    private boolean tuple(final long tupleTerm) {
        final int arity = Tuple.arity(tupleTerm);
        if (arity != 2 && arity != 3) {
            return false;
        }
        final long keyTerm = Tuple.element(tupleTerm, 1);
        final long valueTerm = Tuple.element(tupleTerm, 2);
        if (keyTerm == AM_CAPTURE) {
            captureTerm = valueTerm;
            captureTypeTerm = arity == 3 ? Tuple.element(tupleTerm, 3) : AM_INDEX;
            runOnly = true;
            return true;
        }
        if (arity == 3) {
            return false;
        }
        return keyTerm == AM_NEWLINE ? newline(valueTerm) : number(keyTerm, valueTerm);
    }

    private boolean number(final long keyTerm, final long valueTerm) {
        final int value = toInt(valueTerm);
        if (value < 0) {
            return false;
        }
        runOnly = true;
        if (keyTerm == AM_OFFSET) {
            offset = value;
        } else if (keyTerm == AM_MATCH_LIMIT) {
            matchLimit = value;
        } else if (keyTerm == AM_MATCH_LIMIT_RECURSION) {
            recursionLimit = value;
        } else {
            return false;
        }
        return true;
    }

    /** The value of a term that is an integer from 0 to 2^31 - 1, else -1. */
    static int toInt(final long term) {
        final long value = Term.isSmall(term) ? Term.smallValue(term) : -1;
        return value >= 0 && value <= Integer.MAX_VALUE ? (int)value : -1;
    }

    /** With PCRE 8 several conventions given add up as bits, as they do in the emulator; with PCRE2 the last one counts. */
    private boolean newline(final long valueTerm) {
        final boolean pcre2 = dialect == ReDialect.PCRE2;
        newline = pcre2 ? 0 : newline;
        if (valueTerm == AM_CR) {
            newline |= Pcre2.NEWLINE_CR;
        } else if (valueTerm == AM_LF) {
            newline |= Pcre2.NEWLINE_LF;
        } else if (valueTerm == AM_CRLF) {
            newline |= Pcre2.NEWLINE_CRLF;
        } else if (valueTerm == AM_ANY) {
            newline |= Pcre2.NEWLINE_ANY;
        } else if (valueTerm == AM_ANYCRLF) {
            newline |= Pcre2.NEWLINE_ANYCRLF;
        } else if (pcre2 && valueTerm == AM_NUL) {
            newline = Pcre2.NEWLINE_NUL;
        } else {
            return false;
        }
        return true;
    }

    private boolean atom(final long optionTerm) {
        if (optionTerm == AM_ANCHORED) {
            compileBits |= Pcre2.ANCHORED;
            runBits |= Pcre2.ANCHORED;
        } else if (optionTerm == AM_GLOBAL) {
            global = true;
            runOnly = true;
        } else if (optionTerm == AM_REPORT_ERRORS) {
            reportErrors = true;
            runOnly = true;
        } else if (optionTerm == AM_BSR_ANYCRLF) {
            bsr |= Pcre2.BSR_ANYCRLF;
        } else if (optionTerm == AM_BSR_UNICODE) {
            bsr |= Pcre2.BSR_UNICODE;
        } else if (optionTerm == AM_EXPORT && dialect == ReDialect.PCRE2) {
            export = true;
            compileOnly = true;
        } else {
            return bit(optionTerm);
        }
        return true;
    }

    private boolean bit(final long optionTerm) {
        for (int i = 0; i < COMPILE_ATOMS.length; i++) {
            if (COMPILE_ATOMS[i] == optionTerm) {
                compileBits |= COMPILE_BITS[i];
                compileOnly = true;
                unicode |= COMPILE_BITS[i] == Pcre2.UTF;
                return true;
            }
        }
        for (int i = 0; i < RUN_ATOMS.length; i++) {
            if (RUN_ATOMS[i] == optionTerm) {
                runBits |= RUN_BITS[i];
                runOnly = true;
                return true;
            }
        }
        return false;
    }
}
