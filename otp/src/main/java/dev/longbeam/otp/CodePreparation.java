package dev.longbeam.otp;

import dev.longbeam.interp.BadBeamException;
import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodeLoader;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.sched.BlockingCall;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Tuple;

/**
 * What has come of reading, checking and building the code of a module: code, or what is wrong with the file. For a large module that takes tens of
 * milliseconds, so another thread does it.
 */
final class CodePreparation implements BlockingCall.Completion {
    /** Files of more bytes are read by another thread: as long as one slice. */
    private static final int SHORT_BYTES = 16 * 1024;
    private static final int OPERANDS_PER_REDUCTION = 16;
    private static final long AM_BADFILE = Atom.of("badfile");

    private final CodeTable table;
    private final long moduleTerm;
    private final Code code;
    private final String problem;

    private CodePreparation(final CodeTable table, final long moduleTerm, final Code code, final String problem) {
        this.table = table;
        this.moduleTerm = moduleTerm;
        this.code = code;
        this.problem = problem;
    }

    /** Ends a BIF with the magic reference of code, or with an error. While a node starts nobody else minds. */
    static long run(final Process p, final CodeTable table, final long moduleTerm, final byte[] bytes) {
        if (bytes.length > SHORT_BYTES && !NodeState.of(p).earlyFileCalls.isOpen()) {
            return p.await(() -> of(table, moduleTerm, bytes));
        }
        final CodePreparation done = of(table, moduleTerm, bytes);
        final long result = done.complete(p);
        if (done.code == null) {
            return result;
        }
        p.bumpReductions(done.code.ops.length / OPERANDS_PER_REDUCTION);
        // Reading a module takes long for one call: others come before the next step.
        return p.yield(result);
    }

    private static CodePreparation of(final CodeTable table, final long moduleTerm, final byte[] bytes) {
        try {
            return new CodePreparation(table, moduleTerm, CodeLoader.prepare(table, bytes), null);
        } catch (final BadBeamException e) {
            return new CodePreparation(table, moduleTerm, null, e.getMessage());
        }
    }

    @Override
    public long complete(final Process p) {
        if (code == null) {
            p.emulator().service(LoadProblems.class).report(p, moduleTerm, problem);
            return Tuple.make(p, Atoms.ERROR, AM_BADFILE);
        }
        if (code.moduleTerm != moduleTerm) {
            CodeLoader.discard(table, code);
            return Tuple.make(p, Atoms.ERROR, AM_BADFILE);
        }
        return Ref.makeMagic(p, new PreparedCode(table, code));
    }

    @Override
    public void abandon() {
        if (code != null) {
            CodeLoader.discard(table, code);
        }
    }
}
