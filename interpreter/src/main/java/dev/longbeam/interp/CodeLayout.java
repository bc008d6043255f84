package dev.longbeam.interp;

/**
 * Where labels and functions stand in the code of a file. A function is {@code label F, line.., func_info M F A, label Entry, ...} up to the
 * next function or the end of the code.
 *
 * <p>Any thread; immutable once {@link CodeValidator} has checked the file.
 */
public final class CodeLayout {
    private final InstructionStream code;
    private final int[] labelPosition;
    private final int[] labelFunction;
    private final int[] starts;
    private final int[] heads;
    private final java.util.BitSet filledFirst = new java.util.BitSet();
    private int functions;

    private CodeLayout(final BeamFile file) {
        code = file.code;
        labelPosition = new int[file.labelCount];
        labelFunction = new int[file.labelCount];
        starts = new int[file.functionCount + 1];
        heads = new int[file.functionCount];
        java.util.Arrays.fill(labelPosition, -1);
    }

    /** Finds labels and functions, or refuses a file whose functions are not in order. */
    public static CodeLayout of(final BeamFile file) throws BadBeamException {
        final CodeLayout layout = new CodeLayout(file);
        layout.findFunctions(file);
        layout.findLabels();
        return layout;
    }

    /** Wants the destination of a guard BIF to be [] before the BIF runs, see {@link #isFilledFirst}. */
    void fillFirst(final int instruction) {
        filledFirst.set(instruction);
    }

    /** True for a guard BIF whose destination must hold a term when the BIF fails: code behind the failure reads it. */
    public boolean isFilledFirst(final int instruction) {
        return filledFirst.get(instruction);
    }

    /** Number of functions. */
    public int functionCount() {
        return functions;
    }

    /** Index of the first instruction of a function. */
    public int start(final int function) {
        return starts[function];
    }

    /** Index behind the last instruction of a function. */
    public int end(final int function) {
        return starts[function + 1];
    }

    /** Index of the func_info instruction of a function; its entry label is the next instruction. */
    public int head(final int function) {
        return heads[function];
    }

    /** Name of a function. */
    public long nameTerm(final int function) {
        return Operand.term(code.operand(code.operandStart(heads[function]) + 1));
    }

    /** Arity of a function. */
    public int arity(final int function) {
        return (int)Operand.value(code.operand(code.operandStart(heads[function]) + 2));
    }

    /** Index of the label instruction that defines a label, or -1. */
    public int position(final int label) {
        return labelPosition[label];
    }

    /** The function that a defined label stands in. */
    public int functionOf(final int label) {
        return labelFunction[label];
    }

    /** True for the entry label of a function. */
    public boolean isEntry(final int label) {
        return label > 0 && label < labelPosition.length && labelPosition[label] > 0
            && labelPosition[label] == heads[labelFunction[label]] + 1;
    }

    private void findFunctions(final BeamFile file) throws BadBeamException {
        for (int i = 0; i < code.size(); i++) {
            if (code.opcode(i) == Opcodes.FUNC_INFO) {
                addFunction(file, i);
            }
        }
        if (functions != heads.length) {
            throw new BadBeamException("functions=" + functions + " but header said " + heads.length);
        }
        if (functions > 0 && starts[0] != 0 || functions == 0 && code.size() > 1) {
            throw new BadBeamException("code before the first function");
        }
        starts[functions] = code.size() - 1;
    }

    private void addFunction(final BeamFile file, final int head) throws BadBeamException {
        final int lowest = functions == 0 ? 0 : heads[functions - 1] + 2;
        int start = head - 1;
        while (start >= lowest && code.opcode(start) == Opcodes.LINE) {
            start--;
        }
        if (functions == heads.length) {
            throw new BadBeamException("too many functions in module (header said " + heads.length + ")");
        }
        if (start < lowest || code.opcode(start) != Opcodes.LABEL || code.opcode(head + 1) != Opcodes.LABEL) {
            throw new BadBeamException("func_info without its labels");
        }
        final int operands = code.operandStart(head);
        final long module = code.operand(operands);
        final long arity = code.operand(operands + 2);
        if (Operand.kind(module) != Operand.ATOM || Operand.term(module) != file.moduleTerm
                || Operand.kind(code.operand(operands + 1)) != Operand.ATOM
                || Operand.kind(arity) != Operand.U || Operand.value(arity) > CodeValidator.MAX_ARITY) {
            throw new BadBeamException("bad func_info");
        }
        starts[functions] = start;
        heads[functions++] = head;
    }

    private void findLabels() throws BadBeamException {
        int function = 0;
        for (int i = 0; i < code.size(); i++) {
            if (function + 1 < functions && i == starts[function + 1]) {
                function++;
            }
            if (code.opcode(i) == Opcodes.LABEL) {
                final long operand = code.operand(code.operandStart(i));
                final long label = Operand.value(operand);
                if (Operand.kind(operand) != Operand.U || label <= 0 || label >= labelPosition.length) {
                    throw new BadBeamException("invalid label num " + label + " (0 < label < " + labelPosition.length + ")");
                }
                if (labelPosition[(int)label] >= 0) {
                    throw new BadBeamException("label " + label + " defined more than once");
                }
                labelPosition[(int)label] = i;
                labelFunction[(int)label] = function;
            }
        }
    }
}
