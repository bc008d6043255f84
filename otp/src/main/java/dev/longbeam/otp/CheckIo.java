package dev.longbeam.otp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/** {@code system_info(check_io)}: the one set of descriptors that is waited for, that of {@link PortPoller}. */
final class CheckIo {
    private static final long AM_EPOLL = Atom.of("epoll");
    private static final int MAX_DESCRIPTORS = 20_000;
    private static final int ENTRY_BYTES = 56;

    private CheckIo() {
    }

    /** A list of one list of pairs. */
    static long tell(final TermHeap heap) {
        final long watched = PortPoller.watched();
        long list = Term.NIL;
        list = pair(heap, "poll_threads", Term.makeSmall(1), list);
        list = pair(heap, "active_fds", Term.makeSmall(0), list);
        list = pair(heap, "max_fds", Term.makeSmall(MAX_DESCRIPTORS), list);
        list = pair(heap, "fallback", Atoms.FALSE, list);
        list = pair(heap, "concurrent_updates", Atoms.TRUE, list);
        list = pair(heap, "batch_updates", Atoms.FALSE, list);
        list = pair(heap, "pending_updates", Term.makeSmall(0), list);
        list = pair(heap, "lazy_updates", Atoms.FALSE, list);
        list = pair(heap, "total_poll_set_size", Term.makeSmall(watched), list);
        list = pair(heap, "memory_size", Term.makeSmall(watched * ENTRY_BYTES), list);
        list = pair(heap, "kernel_poll", AM_EPOLL, list);
        list = pair(heap, "primary", AM_EPOLL, list);
        list = pair(heap, "name", Atom.of("erts_poll"), list);
        return Cons.make(heap, list, Term.NIL);
    }

    private static long pair(final TermHeap heap, final String key, final long valueTerm, final long listTerm) {
        return Cons.make(heap, Tuple.make(heap, Atom.of(key), valueTerm), listTerm);
    }
}
