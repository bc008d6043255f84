package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

import java.util.List;

/** BIFs of module {@code os}. */
public final class OsBifs {
    private static final long AM_IGNORE = Atom.of("ignore");
    private static final long AM_DEFAULT = Atom.of("default");
    private static final long AM_HANDLE = Atom.of("handle");
    private static final long AM_BADOPT = Atom.of("badopt");

    private static final List<String> SIGNALS = List.of("sighup", "sigquit", "sigabrt", "sigalrm", "sigterm", "sigusr1", "sigusr2",
        "sigchld", "sigstop", "sigtstp", "sigcont", "sigwinch");

    private OsBifs() {
    }

    /** {@code os:getenv/1}. */
    @Bif("os:getenv/1")
    public static long getenv(final Process p, final long nameTerm) {
        final byte[] name = name(nameTerm);
        if (name == null) {
            return p.badarg();
        }
        final byte[] value = OsEnvironment.of(p).get(name);
        return value == null ? Atoms.FALSE : NativeNames.decode(p, value);
    }

    /** {@code os:env/0}: pairs of name and value. */
    @Bif("os:env/0")
    public static long env(final Process p) {
        long list = Term.NIL;
        for (final byte[][] pair : OsEnvironment.of(p).pairs()) {
            list = Cons.make(p, Tuple.make(p, NativeNames.decode(p, pair[0]), NativeNames.decode(p, pair[1])), list);
        }
        return list;
    }

    /** {@code os:putenv/2}. */
    @Bif("os:putenv/2")
    public static long putenv(final Process p, final long nameTerm, final long valueTerm) {
        final byte[] name = name(nameTerm);
        final byte[] value = NativeNames.encode(valueTerm);
        if (name == null || value == null) {
            return p.badarg();
        }
        OsEnvironment.of(p).put(name, value);
        return Atoms.TRUE;
    }

    /** {@code os:unsetenv/1}. */
    @Bif("os:unsetenv/1")
    public static long unsetenv(final Process p, final long nameTerm) {
        final byte[] name = name(nameTerm);
        if (name == null) {
            return p.badarg();
        }
        OsEnvironment.of(p).remove(name);
        return Atoms.TRUE;
    }

    /** {@code os:getpid/0}. */
    @Bif("os:getpid/0")
    public static long getpid(final Process p) {
        return NativeNames.list(p, Integer.toString(PosixProcess.getpid()).chars().toArray());
    }

    /** {@code os:timestamp/0}. */
    @Bif("os:timestamp/0")
    public static long timestamp(final Process p) {
        return TimeUnits.timestamp(p, Math.floorDiv(Clock.of(p).osSystemNs(), Clock.MICROSECOND_NS));
    }

    /** {@code os:system_time/0}. */
    @Bif("os:system_time/0")
    public static long systemTime(final Process p) {
        return Integers.make(p, Clock.of(p).osSystemNs());
    }

    /** {@code os:system_time/1}. */
    @Bif("os:system_time/1")
    public static long systemTime(final Process p, final long unitTerm) {
        return TimeUnits.convert(p, Clock.of(p).osSystemNs(), unitTerm);
    }

    /** {@code os:perf_counter/0}. */
    @Bif("os:perf_counter/0")
    public static long perfCounter(final Process p) {
        return Integers.make(p, Clock.of(p).perfCounter());
    }

    /** {@code os:set_signal/2}: signals are the JVM's, which goes on to treat them as it does. */
    @Bif("os:set_signal/2")
    public static long setSignal(final Process p, final long signalTerm, final long treatmentTerm) {
        if (treatmentTerm != AM_IGNORE && treatmentTerm != AM_DEFAULT && treatmentTerm != AM_HANDLE) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        return Term.isAtom(signalTerm) && SIGNALS.contains(Atom.name(signalTerm)) ? Atoms.OK : p.badarg();
    }

    private static byte[] name(final long nameTerm) {
        final byte[] name = NativeNames.encode(nameTerm);
        if (name == null) {
            return null;
        }
        for (final byte b : name) {
            if (b == '=') {
                return null;
            }
        }
        return name;
    }
}
