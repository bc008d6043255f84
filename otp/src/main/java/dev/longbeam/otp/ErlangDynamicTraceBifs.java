package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;

/** Tags of dynamic tracing tools in module {@code erlang}, as an emulator has them that is built without such tools. */
public final class ErlangDynamicTraceBifs {
    private ErlangDynamicTraceBifs() {
    }

    /** {@code erlang:dt_put_tag/1}: there was no tag before. */
    @Bif("erlang:dt_put_tag/1")
    public static long putTag(final Process p, final long tagTerm) {
        return Atoms.UNDEFINED;
    }

    /** {@code erlang:dt_get_tag/0}, {@code erlang:dt_get_tag_data/0}: there is never a tag. */
    @Bif({"erlang:dt_get_tag/0", "erlang:dt_get_tag_data/0"})
    public static long getTag(final Process p) {
        return Atoms.UNDEFINED;
    }

    /** {@code erlang:dt_prepend_vm_tag_data/1}, {@code erlang:dt_append_vm_tag_data/1}: the data as it is. */
    @Bif({"erlang:dt_prepend_vm_tag_data/1", "erlang:dt_append_vm_tag_data/1"})
    public static long addTagData(final Process p, final long dataTerm) {
        return dataTerm;
    }

    /** {@code erlang:dt_spread_tag/1}. */
    @Bif("erlang:dt_spread_tag/1")
    public static long spreadTag(final Process p, final long onTerm) {
        return onTerm == Atoms.TRUE || onTerm == Atoms.FALSE ? Atoms.TRUE : p.badarg();
    }

    /** {@code erlang:dt_restore_tag/1}. */
    @Bif("erlang:dt_restore_tag/1")
    public static long restoreTag(final Process p, final long savedTerm) {
        return savedTerm == Atoms.TRUE ? Atoms.TRUE : p.badarg();
    }
}
