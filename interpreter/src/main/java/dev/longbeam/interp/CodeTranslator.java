package dev.longbeam.interp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Translates the instructions of a validated {@link BeamFile} into those of {@link Code}: labels become positions, constants get a pool,
 * marks disappear, some instructions become special forms of themselves. What comes out depends on nothing but the file and the BIFs that there
 * are, but for the terms among the constants: {@link CodeImage} relies on that.
 *
 * <p>One per file; any thread.
 */
final class CodeTranslator {
    private static final long AM_EXACTLY_EQUAL = Atom.of("=:=");
    private static final long AM_PLUS = Atom.of("+");
    private static final long SAME_EVERYWHERE = Operand.make(Operand.I, 0);
    private static final int FIRST_CONSTANTS = 64;

    private final CodeTable table;
    private final BeamFile file;
    private final CodeLayout layout;
    private final Code code;
    private final long[] literalTerms;
    private final long[] bigTerms;
    private final Map<Long, Integer> constantIndexes = new HashMap<>();
    private long[] constants = new long[FIRST_CONSTANTS];
    private long[] constantSources = new long[FIRST_CONSTANTS];
    private int constantCount;
    private int[] ops;
    private int count;

    /** Translates into a code whose tables are made. */
    CodeTranslator(final CodeTable table, final BeamFile file, final CodeLayout layout, final Code code, final long[] literalTerms,
        final long[] bigTerms) {
        this.table = table;
        this.file = file;
        this.layout = layout;
        this.code = code;
        this.literalTerms = literalTerms;
        this.bigTerms = bigTerms;
    }

    /** Translates all instructions into the code. */
    void translate() throws BadBeamException {
        final int[] labels = instructions();
        code.ops = Arrays.copyOf(ops, count);
        code.constants = Arrays.copyOf(constants, constantCount);
        code.exportPositions = new int[file.exports.length];
        for (int i = 0; i < file.exports.length; i++) {
            code.exportPositions[i] = labels[file.exports[i].label()];
        }
        code.funPositions = new int[file.lambdas.length];
        for (int i = 0; i < file.lambdas.length; i++) {
            code.funPositions[i] = labels[file.lambdas[i].label()];
        }
    }

    /** Where each constant comes from, as an operand: an atom, a literal, a big integer; any other kind when it is the same in each node. */
    long[] constantSources() {
        return Arrays.copyOf(constantSources, constantCount);
    }

    private int[] instructions() throws BadBeamException {
        final InstructionStream in = file.code;
        ops = new int[in.operandTotal() + in.size() * 4 + 16];
        // Position 0 means "no label", so nothing may stand there.
        count = 1;
        final int[] labels = new int[file.labelCount + 1];
        final int[] fixups = new int[in.operandTotal() + 1];
        int fixupCount = 0;
        final int[] linePositions = new int[in.size() + 1];
        final int[] lineIndexes = new int[in.size() + 1];
        int lineCount = 0;
        final int[] starts = new int[file.functionCount + 1];
        final long[] names = new long[file.functionCount + 1];
        final int[] arities = new int[file.functionCount + 1];
        int functions = 0;
        int entry = 0;
        boolean isEntryLabelled = false;
        int previous = 0;
        int beforePrevious = 0;
        for (int i = 0; i < in.size(); i++) {
            final int opcode = in.opcode(i);
            int at = in.operandStart(i);
            final int end = at + in.operandCount(i);
            switch (opcode) {
                case Opcodes.LABEL -> {
                    if (count == entry && isEntryLabelled) {
                        // A loop must not come back to the entry, where a breakpoint takes all that comes for calls.
                        ops[count++] = Opcodes.JUMP;
                        ops[count] = ++count;
                    }
                    isEntryLabelled = count == entry;
                    labels[(int)Operand.value(in.operand(at))] = count;
                    previous = 0;
                    continue;
                }
                case Opcodes.LINE -> {
                    if (isOfTailCall(in, i)) {
                        continue;
                    }
                    linePositions[lineCount] = count;
                    lineIndexes[lineCount++] = (int)Operand.value(in.operand(at));
                    continue;
                }
                case Opcodes.EXECUTABLE_LINE, Opcodes.DEBUG_LINE, Opcodes.NIF_START, Opcodes.FCLEARERROR, Opcodes.FCHECKERROR -> {
                    continue;
                }
                case Opcodes.FUNC_INFO -> {
                    starts[functions] = count;
                    names[functions] = Operand.term(in.operand(at + 1));
                    arities[functions++] = (int)Operand.value(in.operand(at + 2));
                    entry = count + CodeBuilder.FUNC_INFO_INTS;
                    if (lineCount == 0 || linePositions[lineCount - 1] != count) {
                        linePositions[lineCount] = count;
                        lineIndexes[lineCount++] = 0;
                    }
                }
                case Opcodes.ON_LOAD -> {
                    code.onLoadPosition = count;
                    continue;
                }
                default -> {
                }
            }
            if (layout.isFilledFirst(i)) {
                ops[count++] = Opcodes.MOVE;
                ops[count++] = constant(Term.NIL);
                ops[count++] = translate(in.operand(end - 1));
                specialize(count - 3);
            }
            final int start = count;
            ops[count++] = opcode;
            for (; at < end; at++) {
                final long operand = in.operand(at);
                if (opcode == Opcodes.BS_MATCH && at - 3 > end - in.operandCount(i) && isComparison(in, at - 3)) {
                    ops[count++] = unsignedConstant(operand);
                    continue;
                }
                if (Operand.kind(operand) == Operand.FLOAT_REG) {
                    code.floatCount = Math.max(code.floatCount, (int)Operand.value(operand) + 1);
                }
                if (Operand.kind(operand) == Operand.LABEL) {
                    fixups[fixupCount++] = count;
                }
                ops[count++] = translate(operand);
            }
            if (takesNumberAsTerm(opcode) && Operand.kind(in.operand(end - in.operandCount(i) + 1)) == Operand.U) {
                ops[start + 2] = constant(Term.makeSmall(Operand.value(in.operand(end - in.operandCount(i) + 1))));
            }
            if (opcode == Opcodes.BS_TEST_TAIL2 && Operand.kind(in.operand(end - 1)) == Operand.BIG_INT) {
                // No bitstring is that long.
                ops[count - 1] = bits(MatchCommands.MAX_BITS);
            }
            if (opcode == Opcodes.BS_CREATE_BIN) {
                stringSizes(in, end, start);
            }
            if (opcode == Opcodes.BS_START_MATCH4 && Operand.kind(in.operand(end - 4)) == Operand.ATOM) {
                // no_fail and resume: there is no label to go to.
                ops[start + 1] = 0;
            }
            if (opcode == Opcodes.FMOVE) {
                ops[count++] = Operand.kind(in.operand(end - 2)) == Operand.FLOAT_REG ? 1 : 0;
            }
            checkGuardBif(opcode, start);
            if (opcode == Opcodes.GC_BIF1 && SpecialOps.isUnaryPlus(code.imports[ops[start + 3]])) {
                addZero(start);
            }
            specialize(start);
            if (previous > 0) {
                SpecialOps.lastFunCall(ops, beforePrevious, previous, start);
            }
            beforePrevious = previous;
            previous = start;
        }
        for (int i = 0; i < fixupCount; i++) {
            ops[fixups[i]] = labels[ops[fixups[i]]];
        }
        code.functionStarts = Arrays.copyOf(starts, functions);
        code.functionTerms = Arrays.copyOf(names, functions);
        code.functionArities = Arrays.copyOf(arities, functions);
        code.linePositions = Arrays.copyOf(linePositions, lineCount);
        code.lineIndexes = Arrays.copyOf(lineIndexes, lineCount);
        return labels;
    }

    /**
     * True for the line of a tail call of a function that is no BIF, when x0 is set before it: no stack trace has it, and what stands behind the call belongs
     * to the line before, as in the C emulator.
     */
    private boolean isOfTailCall(final InstructionStream in, final int line) {
        if (line == 0 || line + 1 >= in.size() || in.opcode(line - 1) != Opcodes.MOVE) {
            return false;
        }
        final long target = in.operand(in.operandStart(line - 1) + 1);
        if (Operand.kind(target) != Operand.X || Operand.value(target) != 0) {
            return false;
        }
        return switch (in.opcode(line + 1)) {
            case Opcodes.CALL_LAST, Opcodes.CALL_ONLY -> true;
            case Opcodes.CALL_EXT_LAST, Opcodes.CALL_EXT_ONLY -> code.imports[(int)Operand.value(in.operand(in.operandStart(line + 1) + 1))].builtin == null;
            default -> false;
        };
    }

    /** True when a command {@code '=:=' [] Bits Value} of bs_match begins at an operand. */
    private static boolean isComparison(final InstructionStream in, final int at) {
        return Operand.kind(in.operand(at)) == Operand.ATOM && Operand.term(in.operand(at)) == AM_EXACTLY_EQUAL;
    }

    /** A number of up to 64 bits, as the word to compare with: a constant that is no term. */
    private int unsignedConstant(final long operand) {
        final long value = Operand.kind(operand) == Operand.BIG_INT ? file.code.bigInteger((int)Operand.value(operand)).longValue()
            : Operand.value(operand);
        return add(value, SAME_EVERYWHERE) << 2 | Code.KIND_CONSTANT;
    }

    /** Unary plus is an addition of 0 to programs, which can tell: -0.0 becomes 0.0. */
    private void addZero(final int start) {
        final int last = addPlus(table, code);
        ops[start] = Opcodes.GC_BIF2;
        ops[start + 3] = last;
        ops[start + 6] = ops[start + 5];
        ops[start + 5] = constant(Term.makeSmall(0));
        count++;
    }

    /** One more import: the addition. */
    static int addPlus(final CodeTable table, final Code code) {
        final int last = code.imports.length;
        code.imports = Arrays.copyOf(code.imports, last + 1);
        code.imports[last] = table.export(Atoms.ERLANG, AM_PLUS, 2);
        return last;
    }

    /** The size of these is a register or a bare number; as a constant it can be read like any source. */
    private static boolean takesNumberAsTerm(final int opcode) {
        return opcode == Opcodes.BS_INIT2 || opcode == Opcodes.BS_INIT_BITS;
    }

    /** The sizes of segments may be bare numbers too. */
    private void stringSizes(final InstructionStream in, final int end, final int start) {
        final int first = start + 7;
        final int ints = ops[start + 6];
        for (int i = 5; i < ints; i += 6) {
            final long operand = in.operand(end - ints + i);
            if (Operand.kind(operand) == Operand.U) {
                ops[first + i] = constant(Term.makeSmall(Operand.value(operand)));
            }
        }
    }

    private int translate(final long operand) throws BadBeamException {
        return switch (Operand.kind(operand)) {
            case Operand.U -> bits(Operand.value(operand));
            case Operand.LABEL, Operand.FLOAT_REG, Operand.LIST -> number(Operand.value(operand));
            case Operand.X -> Operand.register(operand) << 2 | Code.KIND_X;
            case Operand.Y -> Operand.register(operand) << 2 | Code.KIND_Y;
            case Operand.I, Operand.ATOM, Operand.NIL -> constant(Operand.term(operand), operand);
            case Operand.LITERAL -> constant(literalTerms[number(Operand.value(operand))], operand);
            case Operand.BIG_INT -> constant(bigTerms[number(Operand.value(operand))], operand);
            case Operand.ALLOC -> number(Operand.heapWords(operand, dev.longbeam.term.Fun.LOCAL_WORDS));
            default -> throw new BadBeamException("operand of an unknown kind: " + Operand.name(operand));
        };
    }

    /** A number as it is; one that takes more than 32 bits, which only numbers of bits do, as a negated place among the constants. */
    private int bits(final long value) {
        return value <= Integer.MAX_VALUE ? (int)value : ~(constant(Term.makeSmall(value)) >>> 2);
    }

    private static int number(final long value) throws BadBeamException {
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new BadBeamException("number out of range: " + value);
        }
        return (int)value;
    }

    private int constant(final long term) {
        return constant(term, SAME_EVERYWHERE);
    }

    private int constant(final long term, final long source) {
        final Integer known = constantIndexes.get(term);
        final int index = known != null ? known : add(term, source);
        if (known == null) {
            constantIndexes.put(term, index);
        }
        return index << 2 | Code.KIND_CONSTANT;
    }

    private int add(final long constant, final long source) {
        if (constantCount == constants.length) {
            constants = Arrays.copyOf(constants, constantCount * 2);
            constantSources = Arrays.copyOf(constantSources, constantCount * 2);
        }
        constants[constantCount] = constant;
        constantSources[constantCount] = source;
        return constantCount++;
    }

    private void checkGuardBif(final int opcode, final int at) throws BadBeamException {
        final int index = switch (opcode) {
            case Opcodes.BIF0 -> ops[at + 1];
            case Opcodes.BIF1, Opcodes.BIF2, Opcodes.BIF3 -> ops[at + 2];
            case Opcodes.GC_BIF1, Opcodes.GC_BIF2, Opcodes.GC_BIF3 -> ops[at + 3];
            default -> -1;
        };
        if (index >= 0 && code.imports[index].builtin == null) {
            final ExportEntry entry = code.imports[index];
            throw new BadBeamException("unsupported guard BIF: " + Atom.name(entry.moduleTerm) + ":"
                + Atom.name(entry.functionTerm) + "/" + entry.arity);
        }
    }

    /** Replaces the instruction at a position by a special form where there is one. */
    private void specialize(final int at) {
        final int special = SpecialOps.of(ops, at, code);
        if (special != 0) {
            ops[at] = special;
        }
    }
}
