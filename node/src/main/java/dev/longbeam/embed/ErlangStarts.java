package dev.longbeam.embed;

import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/**
 * The functions by which Erlang code starts processes in Java: {@code longbeam:start_link(Name, Args)}, {@code {ok, Pid} | {error,
 * Reason}}, as supervisors want it, and {@code longbeam:spawn(Name, Args)}, a pid.
 *
 * <p>On the scheduler of the process that calls.
 */
final class ErlangStarts {
    private static final long AM_ERROR = Atom.of("error");

    private final Map<String, Function<TermReader, ProcessSpec>> kinds;

    ErlangStarts(final Map<String, Function<TermReader, ProcessSpec>> kinds) {
        this.kinds = kinds;
    }

    void addTo(final Map<String, FunctionCall> functions) {
        functions.put("longbeam:start_link/2", this::startLink);
        functions.put("longbeam:spawn/2", this::spawn);
    }

    private long startLink(final Process p, final long[] args) {
        final Process child;
        try {
            child = make(p, args);
        } catch (final RuntimeException e) {
            final long text = Bitstring.make(p, String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
            return Tuple.make(p, AM_ERROR, text);
        }
        if (child == null) {
            return p.badarg();
        }
        ProcessMonitors.linkNew(p, child);
        p.emulator().launch(child);
        return Tuple.make(p, Atoms.OK, child.self);
    }

    private long spawn(final Process p, final long[] args) {
        final Process child;
        try {
            child = make(p, args);
        } catch (final RuntimeException e) {
            return p.fail(ExitReasons.describe(p, e));
        }
        if (child == null) {
            return p.badarg();
        }
        p.emulator().launch(child);
        return child.self;
    }

    /** A process of the kind that the first argument names; null when there is none. */
    private Process make(final Process p, final long[] args) {
        final Function<TermReader, ProcessSpec> kind = Term.isAtom(args[0]) ? kinds.get(Atom.name(args[0])) : null;
        if (kind == null) {
            return null;
        }
        final Lifetime lifetime = new Lifetime();
        final TermReader reader = new TermReader();
        reader.wrap(args[1], lifetime);
        final ProcessSpec spec = kind.apply(reader);
        lifetime.end();
        return p.emulator().service(NodeCore.class).make(p, spec);
    }
}
