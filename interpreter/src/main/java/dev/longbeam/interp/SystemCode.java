package dev.longbeam.interp;

import dev.longbeam.term.Atom;

/**
 * Code that belongs to no module: where every process starts, which applies the initial call and ends the process when that returns; and where a
 * process goes on that ended its slice before a call.
 *
 * <p>One per code table.
 */
public final class SystemCode {
    final Code code;
    final int startPosition;
    final int exitPosition;
    final int callPosition;

    /** Makes the code and enters it into the table. */
    public SystemCode(final CodeTable table) {
        code = table.newCode(Atom.of("erts_internal"));
        startPosition = 0;
        exitPosition = 1;
        callPosition = 2;
        code.ops = new int[] {SpecialOps.APPLY_START, SpecialOps.EXIT_NORMAL, SpecialOps.CALL_EXPORT};
        code.constants = new long[0];
        code.imports = new ExportEntry[0];
        code.funs = new dev.longbeam.term.FunEntry[0];
        code.funPositions = new int[0];
        code.functionStarts = new int[0];
        code.functionTerms = new long[0];
        code.functionArities = new int[0];
        code.linePositions = new int[0];
        code.lineIndexes = new int[0];
        code.exports = new BeamFile.Export[0];
    }
}
