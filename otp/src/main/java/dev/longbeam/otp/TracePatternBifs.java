package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.interp.Breakpoints;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.interp.FunctionTrace;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.TraceFlags;
import dev.longbeam.sched.TracePattern;
import dev.longbeam.sched.TraceSettings;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;
import dev.longbeam.term.ets.MatchCompiler;

/** {@code erlang:trace_pattern/2,3}, and what tells of patterns. */
public final class TracePatternBifs {
    static final long AM_ON_LOAD = Atom.of("on_load");
    static final long AM_SEND = Atom.of("send");
    static final long AM_RECEIVE = Atom.of("receive");

    private static final long AM_BADOPT = Atom.of("badopt");
    private static final long AM_NONE = Atom.of("none");
    private static final long AM_RESTART = Atom.of("restart");
    private static final long AM_PAUSE = Atom.of("pause");
    private static final long AM_LOCAL = Atom.of("local");
    private static final long AM_GLOBAL = Atom.of("global");
    private static final long AM_META = Atom.of("meta");
    private static final long AM_CALL_COUNT = Atom.of("call_count");
    private static final long AM_CALL_TIME = Atom.of("call_time");
    private static final long AM_CALL_MEMORY = Atom.of("call_memory");
    private static final long AM_MATCH_SPEC = Atom.of("match_spec");
    private static final long AM_META_MATCH_SPEC = Atom.of("meta_match_spec");
    private static final long AM_TRACED = Atom.of("traced");
    private static final long AM_ALL = Atom.of("all");
    private static final long AM_UNDERSCORE = Atom.of("_");
    private static final long MAX_ARITY = 255;

    private TracePatternBifs() {
    }

    /** What the flags of one call say. */
    private static final class Flags {
        private boolean local;
        private boolean meta;
        private boolean count;
        private boolean time;
        private boolean memory;
        private boolean global;
        private long metaTracerTerm = Term.NIL;

        /** Reads a list of flags; false when it is none. */
        boolean read(final Process p, final long listTerm) {
            long rest = listTerm;
            for (; Term.isCons(rest); rest = Cons.tail(rest)) {
                final long flag = Cons.head(rest);
                if (!(Term.isTuple(flag) ? tracer(flag) : atom(p, flag))) {
                    return false;
                }
            }
            return rest == Term.NIL;
        }

        private boolean tracer(final long term) {
            metaTracerTerm = TraceFlags.tracer(term, AM_META);
            meta = true;
            return metaTracerTerm != Term.NON_VALUE;
        }

        private boolean atom(final Process p, final long term) {
            if (term == AM_GLOBAL) {
                global = true;
                return !(local || meta || count || time || memory);
            }
            if (term == AM_META) {
                meta = true;
                metaTracerTerm = metaTracerTerm == Term.NIL ? p.self : metaTracerTerm;
            }
            local |= term == AM_LOCAL;
            count |= term == AM_CALL_COUNT;
            time |= term == AM_CALL_TIME;
            memory |= term == AM_CALL_MEMORY;
            final boolean known = term == AM_META || term == AM_LOCAL || term == AM_CALL_COUNT || term == AM_CALL_TIME
                || term == AM_CALL_MEMORY && p.emulator().service(NodeFacts.class).otpRelease() >= 26;
            return known && !global;
        }

        Breakpoints.Kinds kinds() {
            return new Breakpoints.Kinds(local, meta, count, time, memory);
        }
    }

    /** {@code erts_internal:trace_pattern/3}. */
    @Bif("erts_internal:trace_pattern/3")
    public static long tracePattern(final Process p, final long functionTerm, final long patternTerm, final long flagsTerm) {
        TracePattern pattern = TracePattern.ANY;
        if (!isPlain(patternTerm)) {
            final MatchCompiler.Result compiled = MatchCompiler.compile(patternTerm, dialect(functionTerm));
            if (compiled.spec() == null) {
                return p.fail(compiled.tooDeep() ? Atoms.SYSTEM_LIMIT : Atoms.BADARG, AM_MATCH_SPEC);
            }
            pattern = TracePattern.of(compiled.spec(), patternTerm);
        }
        final Breakpoints.Change change = change(patternTerm);
        final Flags flags = new Flags();
        if (!flags.read(p, flagsTerm)) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        final Breakpoints.Kinds kinds = flags.kinds();
        if (pattern != TracePattern.ANY && !kinds.isGlobal() && !kinds.local() && !kinds.meta()) {
            return p.fail(Atoms.BADARG, AM_CALL_COUNT);
        }
        final int matches = set(p, functionTerm, change, flags, pattern);
        if (matches < 0) {
            return p.fail(Atoms.BADARG, AM_NONE);
        }
        p.emulator().traceSettings.afterAllSchedulers(() -> p.complete(r -> Term.makeSmall(matches)));
        return p.awaitCompletion();
    }

    private static boolean isPlain(final long patternTerm) {
        return patternTerm == Atoms.FALSE || patternTerm == Atoms.TRUE || patternTerm == Term.NIL || patternTerm == AM_RESTART
            || patternTerm == AM_PAUSE;
    }

    private static Breakpoints.Change change(final long patternTerm) {
        if (patternTerm == Atoms.FALSE) {
            return Breakpoints.Change.OFF;
        }
        if (patternTerm == AM_RESTART) {
            return Breakpoints.Change.RESTART;
        }
        return patternTerm == AM_PAUSE ? Breakpoints.Change.PAUSE : Breakpoints.Change.ON;
    }

    private static MatchCompiler.Dialect dialect(final long functionTerm) {
        if (functionTerm == AM_SEND) {
            return MatchCompiler.Dialect.SEND_TRACE;
        }
        return functionTerm == AM_RECEIVE ? MatchCompiler.Dialect.RECEIVE_TRACE : MatchCompiler.Dialect.CALL_TRACE;
    }

    /** Sets a pattern; how many functions match, or -1 when the function is none. */
    private static int set(final Process p, final long functionTerm, final Breakpoints.Change change, final Flags flags,
        final TracePattern pattern) {
        final Breakpoints breakpoints = p.emulator().service(CodeTable.class).breakpoints();
        if (functionTerm == AM_ON_LOAD) {
            breakpoints.setOnLoad(change, flags.kinds(), pattern, flags.metaTracerTerm);
            return 0;
        }
        if (Term.isAtom(functionTerm)) {
            return setEvent(p, functionTerm, change, flags, pattern);
        }
        if (!isFunction(functionTerm)) {
            return -1;
        }
        final long arity = Tuple.element(functionTerm, 3);
        return breakpoints.set(given(Tuple.element(functionTerm, 1)), given(Tuple.element(functionTerm, 2)), arity(arity), change,
            flags.kinds(), pattern, flags.metaTracerTerm);
    }

    private static int setEvent(final Process p, final long eventTerm, final Breakpoints.Change change, final Flags flags,
        final TracePattern pattern) {
        final TraceSettings traceSettings = p.emulator().traceSettings;
        if (flags.global || !flags.kinds().isGlobal() || change == Breakpoints.Change.RESTART || change == Breakpoints.Change.PAUSE) {
            return -1;
        }
        final TraceSettings.EventPattern event = new TraceSettings.EventPattern(change == Breakpoints.Change.ON, pattern);
        if (eventTerm == AM_SEND) {
            traceSettings.sends = event;
        } else if (eventTerm == AM_RECEIVE) {
            traceSettings.receives = event;
        } else {
            return -1;
        }
        return 1;
    }

    /** True for {@code {M, F, A}} where the last ones may be {@code '_'}. */
    private static boolean isFunction(final long term) {
        if (!Term.isTuple(term) || Tuple.arity(term) != 3 || !Term.isAtom(Tuple.element(term, 1)) || !Term.isAtom(Tuple.element(term, 2))
            || !Term.isSmall(Tuple.element(term, 3)) && Tuple.element(term, 3) != AM_UNDERSCORE) {
            return false;
        }
        boolean open = false;
        for (int i = 1; i <= 3; i++) {
            if (open && Tuple.element(term, i) != AM_UNDERSCORE) {
                return false;
            }
            open |= Tuple.element(term, i) == AM_UNDERSCORE;
        }
        return true;
    }

    private static long given(final long term) {
        return term == AM_UNDERSCORE ? Term.NON_VALUE : term;
    }

    /** The arity to look for, -1 for any, one that no function has for what is out of range. */
    private static int arity(final long term) {
        if (term == AM_UNDERSCORE) {
            return -1;
        }
        final long arity = Term.smallValue(term);
        return arity < 0 || arity > MAX_ARITY ? (int)MAX_ARITY + 1 : (int)arity;
    }

    // Info

    static long functionInfo(final Process p, final long functionTerm, final long keyTerm) {
        if (Tuple.arity(functionTerm) != 3 || !Term.isAtom(Tuple.element(functionTerm, 1)) || !Term.isAtom(Tuple.element(functionTerm, 2))
            || !Term.isSmall(Tuple.element(functionTerm, 3))) {
            return p.badarg();
        }
        final FunctionTrace trace = p.emulator().service(CodeTable.class).breakpoints().info(Tuple.element(functionTerm, 1),
            Tuple.element(functionTerm, 2), arity(Tuple.element(functionTerm, 3)));
        if (trace == null || trace.isNone()) {
            return Tuple.make(p, keyTerm, trace == null ? Atoms.UNDEFINED : Atoms.FALSE);
        }
        if (keyTerm != AM_ALL) {
            return info(p, trace, keyTerm, Term.NON_VALUE);
        }
        final long[] keys = p.emulator().service(NodeFacts.class).otpRelease() >= 26
            ? new long[] {AM_TRACED, AM_MATCH_SPEC, AM_META, AM_META_MATCH_SPEC, AM_CALL_MEMORY, AM_CALL_TIME, AM_CALL_COUNT}
            : new long[] {AM_TRACED, AM_MATCH_SPEC, AM_META, AM_META_MATCH_SPEC, AM_CALL_TIME, AM_CALL_COUNT};
        return Tuple.make(p, AM_ALL, all(p, trace, keys, Term.NON_VALUE));
    }

    static long onLoadInfo(final Process p, final long keyTerm) {
        final FunctionTrace trace = p.emulator().service(CodeTable.class).breakpoints().onLoad();
        if (trace.isNone()) {
            return Tuple.make(p, keyTerm, Atoms.FALSE);
        }
        if (keyTerm == AM_ALL) {
            final long[] keys = {AM_TRACED, AM_MATCH_SPEC, AM_META, AM_META_MATCH_SPEC, AM_CALL_COUNT};
            return Tuple.make(p, AM_ALL, all(p, trace, keys, Atoms.TRUE));
        }
        return info(p, trace, keyTerm, Atoms.TRUE);
    }

    private static long all(final Process p, final FunctionTrace trace, final long[] keys, final long countedTerm) {
        final long[] pairs = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            final boolean noMeta = keys[i] == AM_META && trace.metaPattern() == null;
            pairs[i] = noMeta ? Tuple.make(p, AM_META, Atoms.FALSE) : info(p, trace, keys[i], countedTerm);
        }
        return Cons.list(p, pairs);
    }

    /** {@code {Key, Value}}; {@code countedTerm} stands for the number of calls unless it is NON_VALUE. */
    private static long info(final Process p, final FunctionTrace trace, final long keyTerm, final long countedTerm) {
        final long value;
        if (keyTerm == AM_TRACED) {
            value = !trace.calls() ? Atoms.FALSE : trace.local() ? AM_LOCAL : AM_GLOBAL;
        } else if (keyTerm == AM_MATCH_SPEC) {
            value = source(p, trace.pattern());
        } else if (keyTerm == AM_META_MATCH_SPEC) {
            value = source(p, trace.metaPattern());
        } else if (keyTerm == AM_META) {
            value = trace.metaPattern() == null ? countedTerm == Term.NON_VALUE ? Term.NIL : Atoms.FALSE : trace.metaTracerTerm();
        } else if (keyTerm == AM_CALL_COUNT) {
            value = trace.count() < 0 ? Atoms.FALSE : countedTerm != Term.NON_VALUE ? countedTerm : Integers.make(p, trace.count());
        } else if (keyTerm == AM_CALL_TIME) {
            value = trace.time().build(p);
        } else if (keyTerm == AM_CALL_MEMORY) {
            value = trace.memory().build(p);
        } else {
            return p.badarg();
        }
        return Tuple.make(p, keyTerm, value);
    }

    private static long source(final Process p, final TracePattern pattern) {
        return pattern == null ? Atoms.FALSE : TermCopy.copyWithLiterals(pattern.sourceTerm, p);
    }

    static long eventInfo(final Process p, final long eventTerm, final long keyTerm) {
        if (keyTerm != AM_MATCH_SPEC) {
            return p.badarg();
        }
        final TraceSettings traceSettings = p.emulator().traceSettings;
        final TraceSettings.EventPattern event = eventTerm == AM_SEND ? traceSettings.sends : traceSettings.receives;
        final long value = !event.on() ? Atoms.FALSE : event.pattern() == TracePattern.ANY ? Atoms.TRUE : source(p, event.pattern());
        return Tuple.make(p, keyTerm, value);
    }

    /** {@code erts_debug:breakpoint/2}: calls of functions go to {@code error_handler:breakpoint/3}, or no more. */
    @Bif("erts_debug:breakpoint/2")
    public static long breakpoint(final Process p, final long functionTerm, final long isOnTerm) {
        if (!isFunction(functionTerm) || isOnTerm != Atoms.TRUE && isOnTerm != Atoms.FALSE) {
            return p.badarg();
        }
        final int matches = p.emulator().service(CodeTable.class).breakpoints().debug(given(Tuple.element(functionTerm, 1)),
            given(Tuple.element(functionTerm, 2)), arity(Tuple.element(functionTerm, 3)), isOnTerm == Atoms.TRUE);
        return Term.makeSmall(matches);
    }
}
