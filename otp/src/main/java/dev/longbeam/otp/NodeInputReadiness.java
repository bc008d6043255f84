package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.TermCopy;

/** Sends messages when descriptors become readable: a watching thread each. */
public final class NodeInputReadiness implements InputReadiness {
    private final Emulator emulator;

    /** For the processes of an emulator. */
    public NodeInputReadiness(final Emulator emulator) {
        this.emulator = emulator;
    }

    @Override
    public Selection prepare(final Process p, final int fd, final long messageTerm) {
        final LocalHeap heap = new LocalHeap();
        final long copy = TermCopy.copy(messageTerm, heap);
        final long pid = p.self;
        return new Selection() {
            @Override
            public void arm() {
                InputReadiness.watch(fd, () -> {
                    final Process to = emulator.processes.live(pid);
                    if (to != null) {
                        Signals.message(null, to, copy);
                    }
                    discard();
                });
            }

            @Override
            public void discard() {
                OffHeapList.releaseAll(heap.offHeapAddr);
                heap.close();
            }
        };
    }
}
