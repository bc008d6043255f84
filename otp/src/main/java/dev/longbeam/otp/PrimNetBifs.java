package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Tuple;

/**
 * Natives of {@code prim_net}. Those that are missing raise {@code notsup} in their Erlang stubs, as do all of {@code prim_socket}:
 * that is what OTP expects of an emulator built without sockets of that kind, and it then uses its inet drivers.
 */
public final class PrimNetBifs {
    private PrimNetBifs() {
    }

    /** {@code nif_gethostname()}: {@code {ok, Name}}. */
    @Bif(value = "prim_net:nif_gethostname/0", kind = Bif.Kind.NATIVE)
    public static long gethostname(final Process p) {
        try {
            return Tuple.make(p, Atoms.OK, NativeNames.decode(p, PosixProcess.gethostname()));
        } catch (final PosixException e) {
            return Blocking.error(p, e.errno());
        }
    }
}
