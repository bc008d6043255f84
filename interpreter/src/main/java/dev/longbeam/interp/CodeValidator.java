package dev.longbeam.interp;

import dev.longbeam.term.Atom;

/**
 * Proves what the engines rely on, so that a damaged or hostile file cannot make them touch memory that is not theirs. After
 * {@link #check}:
 * <ul>
 * <li>every operand is of the kind its instruction wants, and every index and label is in range; jumps stay in their function, calls
 * go to entry labels with the arity of the function;</li>
 * <li>x and y registers are written before they are read; at every instruction that may collect, the live x registers and all y
 * registers hold something; y registers are inside the frame, and frames fit each other wherever ways meet;</li>
 * <li>catch tags are nested, are never read as terms, and are gone when the frame goes;</li>
 * <li>no function runs into the next one.</li>
 * </ul>
 * Not proved, so the engines test it when they run: the type of a term (tuple, list, map, match context when it is an argument), room on
 * the heap, sizes and positions in binaries, that the segments of an old-style construction fit its size, and at try_case that there is an
 * exception (x0 is no value): the compiler lets calls that never return run into it. Engines must also keep to the following, since real
 * code relies on it: a failed bs instruction leaves all x registers alone (no collection before it fails); a call of an exit BIF
 * ({@link BeamFile.Import#neverReturns}) does not touch the frame, whatever the instruction says; wait_timeout does not read its timeout
 * again after a wake-up; raising and collecting work where the size of the frame cannot be told from the place in the code.
 *
 * <p>Any thread; takes time linear in the size of the code for all but contrived control flow.
 */
public final class CodeValidator {
    /** Largest number of arguments. */
    public static final int MAX_ARITY = 255;
    /** Registers of a kind: 0 up to this, exclusive. */
    public static final int MAX_REGISTERS = CodeDecoder.MAX_REGISTERS;

    private CodeValidator() {
    }

    /**
     * Checks the code of a file.
     *
     * @return where the labels and functions are
     * @throws BadBeamException with function, instruction and reason
     */
    public static CodeLayout check(final BeamFile file) throws BadBeamException {
        final CodeLayout layout = CodeLayout.of(file);
        final OperandCheck operands = new OperandCheck(file, layout);
        final FlowCheck flow = new FlowCheck(file, layout);
        operands.checkTables();
        for (int function = 0; function < layout.functionCount(); function++) {
            operands.checkFunction(function);
            flow.checkFunction(function);
        }
        return layout;
    }

    static BadBeamException refusal(final BeamFile file, final CodeLayout layout, final int function, final int i, final String reason) {
        return new BadBeamException("function " + Atom.name(file.moduleTerm) + ":" + Atom.name(layout.nameTerm(function)) + "/"
            + layout.arity(function) + ": op " + OpInfo.of(file.code.opcode(i)).name + " (" + (i - layout.start(function)) + "): " + reason);
    }
}
