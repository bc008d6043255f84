package dev.longbeam.interp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.FunEntry;
import dev.longbeam.term.LiteralArea;
import java.util.ArrayList;
import java.util.List;

/**
 * The purge of a module's old code, one at a time, in the steps that OTP's process {@code erts_code_purger} takes: {@link #prepare}; then
 * it asks all processes whether they use the code; then {@link #complete} or {@link #abort}.
 *
 * <p>In between no process can get into the code by a fun: who calls one waits until the purge has ended.
 *
 * <p>Any thread.
 */
public final class CodePurge {
    private final CodeTable table;
    private Module module;
    /** Old code that stepped aside for one whose on_load function failed. */
    private Code asideOld;
    private final List<Long> waiting = new ArrayList<>();

    /** No purge is under way. */
    public CodePurge(final CodeTable table) {
        this.table = table;
    }

    /** What came of {@link #prepare}. */
    public enum Result {
        /** The purge has begun. */
        BEGUN,
        /** There is nothing to purge. */
        NOTHING,
        /** Another purge is under way. */
        BUSY
    }

    /**
     * Begins a purge.
     *
     * @param onLoad true to purge the code whose on_load function failed, false for the old code
     */
    public synchronized Result prepare(final long moduleTerm, final boolean onLoad) {
        if (module != null) {
            return Result.BUSY;
        }
        synchronized (table) {
            final Module found = table.module(moduleTerm);
            if (found == null) {
                return Result.NOTHING;
            }
            if (onLoad && found.pending != null) {
                asideOld = found.old;
                found.old = found.pending;
                found.pending = null;
            }
            if (found.old == null) {
                return Result.NOTHING;
            }
            module = found;
            for (final FunEntry fun : found.old.funs) {
                if (CodePointer.codeId(fun.codePointer) == found.old.id) {
                    fun.purgedPointer = fun.codePointer;
                    fun.codePointer = 0;
                }
            }
            return Result.BEGUN;
        }
    }

    /** True when the module is the one that is being purged. */
    public synchronized boolean isOf(final long moduleTerm) {
        return module != null && module.moduleTerm == moduleTerm;
    }

    /** A process is about to call a fun whose code is being purged: suspends it, unless the purge has ended meanwhile. */
    synchronized void await(final Process p, final FunEntry fun) {
        if (module != null && fun.moduleTerm == module.moduleTerm) {
            waiting.add(p.self);
            p.suspend();
        }
    }

    /** Ends the purge: the code stays. */
    public synchronized void abort(final Emulator emulator) {
        synchronized (table) {
            for (final FunEntry fun : module.old.funs) {
                if (CodePointer.codeId(fun.purgedPointer) == module.old.id) {
                    fun.codePointer = fun.purgedPointer;
                    fun.purgedPointer = 0;
                }
            }
        }
        end(emulator);
    }

    /** Ends the purge: the code goes. Its literals are freed as soon as nobody uses them. */
    public synchronized void complete(final Emulator emulator) {
        final LiteralArea literals;
        synchronized (table) {
            final Code old = module.old;
            literals = old.literals;
            for (final FunEntry fun : old.funs) {
                if (CodePointer.codeId(fun.purgedPointer) == old.id) {
                    fun.purgedPointer = 0;
                }
            }
            module.old = asideOld;
            asideOld = null;
            table.forget(old);
        }
        end(emulator);
        if (literals != null) {
            emulator.literalAreas.release(literals);
        }
    }

    private void end(final Emulator emulator) {
        module = null;
        for (final long pidTerm : waiting) {
            final Process p = emulator.processes.live(pidTerm);
            if (p != null) {
                Signals.request(null, p, q -> {
                    if (q != null) {
                        q.resume();
                    }
                });
            }
        }
        waiting.clear();
    }
}
