package dev.longbeam.interp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import java.util.Set;

/** Checks each instruction by itself: kinds and ranges of its operands. One thread. */
final class OperandCheck {
    private static final long AM_NO_FAIL = Atom.of("no_fail");
    private static final long AM_RESUME = Atom.of("resume");
    private static final long AM_STRING = Atom.of("string");
    private static final long AM_APPEND = Atom.of("append");
    private static final long AM_PRIVATE_APPEND = Atom.of("private_append");
    private static final Set<Long> SEGMENT_TYPES = Set.of(Atom.of("integer"), Atom.of("float"), Atom.of("binary"), Atom.of("utf8"),
        Atom.of("utf16"), Atom.of("utf32"), AM_STRING, AM_APPEND, AM_PRIVATE_APPEND);
    private static final Set<Long> BINARY_TYPES = Set.of(Atom.of("binary"), AM_APPEND, AM_PRIVATE_APPEND);
    private static final int SEGMENT_OPERANDS = 6;
    private static final long MAX_HEAP_WORDS = 1 << 26;
    private static final long MAX_TUPLE_SIZE = (1 << 24) - 1;
    private static final int MAX_FLAGS = 256;

    private final BeamFile file;
    private final CodeLayout layout;
    private final InstructionStream code;
    private int function;
    private int instruction;

    OperandCheck(final BeamFile file, final CodeLayout layout) {
        this.file = file;
        this.layout = layout;
        this.code = file.code;
    }

    /** Exports, locals and funs must name entry labels of functions with their arity. */
    void checkTables() throws BadBeamException {
        for (final BeamFile.Export export : file.exports) {
            checkEntry(export.label(), export.arity(), "export table");
        }
        for (final BeamFile.Export local : file.locals) {
            checkEntry(local.label(), local.arity(), "locals table");
        }
        for (final BeamFile.Lambda lambda : file.lambdas) {
            checkEntry(lambda.label(), lambda.arity(), "lambda table");
        }
    }

    private void checkEntry(final int label, final int arity, final String table) throws BadBeamException {
        if (!layout.isEntry(label) || layout.arity(layout.functionOf(label)) != arity) {
            throw new BadBeamException(table + ": label=" + label + " arity=" + arity + " is no function");
        }
    }

    void checkFunction(final int newFunction) throws BadBeamException {
        function = newFunction;
        for (int i = layout.start(function); i < layout.end(function); i++) {
            instruction = i;
            final OpInfo info = OpInfo.of(code.opcode(i));
            int at = code.operandStart(i);
            for (int k = 0; k < info.arity; k++) {
                checkOperand(info.kind(k), at);
                at = code.next(at);
            }
            checkTogether(info, code.operandStart(i));
        }
    }

    private BadBeamException refusal(final String reason) {
        return CodeValidator.refusal(file, layout, function, instruction, reason);
    }

    private void require(final boolean condition, final OperandKind kind, final long operand) throws BadBeamException {
        if (!condition) {
            throw refusal("bad operand " + Operand.name(operand) + " for " + kind);
        }
    }

    private void checkOperand(final OperandKind kind, final int at) throws BadBeamException {
        final long operand = code.operand(at);
        if (kind.isList()) {
            require(Operand.kind(operand) == Operand.LIST, kind, operand);
            checkList(kind, at + 1, (int)Operand.value(operand));
        } else {
            require(isGood(kind, operand), kind, operand);
        }
    }

    private boolean isGood(final OperandKind wanted, final long operand) {
        final int kind = Operand.kind(operand);
        final long value = Operand.value(operand);
        return switch (wanted) {
            case ARITY -> kind == Operand.U && value <= CodeValidator.MAX_ARITY;
            case LIVE, FRAME -> kind == Operand.U && value <= CodeValidator.MAX_REGISTERS;
            case HEAP -> kind == Operand.ALLOC || kind == Operand.U && value < MAX_HEAP_WORDS;
            case UINT, NUMBER -> isBelow(operand, Integer.MAX_VALUE);
            case BITS -> kind == Operand.BIG_INT || isBelow(operand, MatchCommands.MAX_BITS);
            case LINE -> isBelow(operand, Integer.MAX_VALUE);
            case FLAGS -> isBelow(operand, MAX_FLAGS);
            case ATOM -> kind == Operand.ATOM;
            case DEST -> kind == Operand.ATOM && (Operand.term(operand) == AM_NO_FAIL || Operand.term(operand) == AM_RESUME)
                || isTarget(operand);
            case LABEL -> kind == Operand.LABEL && value == 0 || isTarget(operand);
            case TARGET -> isTarget(operand);
            case ENTRY -> kind == Operand.LABEL && layout.isEntry((int)value);
            case IMPORT -> isBelow(operand, file.imports.length);
            case FUN -> isBelow(operand, file.lambdas.length);
            case TAG -> kind == Operand.ATOM || isBelow(operand, file.lambdas.length);
            case STR -> isBelow(operand, file.strings.length + 1L);
            case SRC -> isSource(operand);
            case SIZE -> kind == Operand.U || isSource(operand);
            case REG, DST, CTX -> Operand.isRegister(operand);
            case XREG -> kind == Operand.X;
            case YDST, CATCH -> kind == Operand.Y;
            case FREG, FDST -> kind == Operand.FLOAT_REG;
            case FSRC -> kind == Operand.FLOAT_REG || isSource(operand);
            case FMOVE -> kind == Operand.FLOAT_REG || Operand.isRegister(operand);
            case ID -> kind == Operand.ATOM || kind == Operand.LITERAL;
            default -> false;
        };
    }

    private static boolean isBelow(final long operand, final long limit) {
        return Operand.kind(operand) == Operand.U && Operand.value(operand) >= 0 && Operand.value(operand) < limit;
    }

    private boolean isTarget(final long operand) {
        if (Operand.kind(operand) != Operand.LABEL) {
            return false;
        }
        final int label = (int)Operand.value(operand);
        return label > 0 && layout.position(label) >= 0 && layout.functionOf(label) == function;
    }

    private static boolean isSource(final long operand) {
        return switch (Operand.kind(operand)) {
            case Operand.X, Operand.Y, Operand.I, Operand.ATOM, Operand.NIL, Operand.LITERAL, Operand.BIG_INT -> true;
            default -> false;
        };
    }

    private static boolean isConstant(final long operand) {
        return isSource(operand) && !Operand.isRegister(operand);
    }

    private void checkList(final OperandKind kind, final int start, final int count) throws BadBeamException {
        switch (kind) {
            case LIST_SRC -> checkGroups(kind, start, count, OperandKind.SRC, null);
            case LIST_YDST -> checkGroups(kind, start, count, OperandKind.YDST, null);
            case LIST_SELECT -> checkGroups(kind, start, count, OperandKind.SRC, OperandKind.TARGET);
            case LIST_ARITY -> checkGroups(kind, start, count, OperandKind.UINT, OperandKind.TARGET);
            case LIST_ASSOC -> checkGroups(kind, start, count, OperandKind.SRC, OperandKind.SRC);
            case LIST_GET -> checkGroups(kind, start, count, OperandKind.SRC, OperandKind.DST);
            case LIST_UPDATE -> checkGroups(kind, start, count, OperandKind.UINT, OperandKind.SRC);
            case LIST_SEGMENT -> checkSegments(start, count);
            case LIST_MATCH -> MatchCommands.check(code, start, count, this::refusal);
            default -> throw refusal("unknown list " + kind);
        }
        if (kind == OperandKind.LIST_SELECT) {
            for (int at = start; at < start + count; at += 2) {
                require(isConstant(code.operand(at)), kind, code.operand(at));
            }
        }
    }

    private void checkGroups(final OperandKind list, final int start, final int count, final OperandKind first, final OperandKind second)
            throws BadBeamException {
        if (second != null && count % 2 != 0) {
            throw refusal("odd number of operands in " + list);
        }
        for (int i = 0; i < count; i++) {
            final OperandKind kind = second != null && i % 2 == 1 ? second : first;
            require(isGood(kind, code.operand(start + i)), kind, code.operand(start + i));
        }
    }

    private void checkSegments(final int start, final int count) throws BadBeamException {
        if (count % SEGMENT_OPERANDS != 0) {
            throw refusal("segments of a wrong size");
        }
        for (int at = start; at < start + count; at += SEGMENT_OPERANDS) {
            final long type = code.operand(at);
            require(Operand.kind(type) == Operand.ATOM && SEGMENT_TYPES.contains(Operand.term(type)), OperandKind.ATOM, type);
            final long typeTerm = Operand.term(type);
            require((typeTerm != AM_APPEND && typeTerm != AM_PRIVATE_APPEND) || at == start, OperandKind.ATOM, type);
            require(isBelow(code.operand(at + 1), Integer.MAX_VALUE), OperandKind.UINT, code.operand(at + 1));
            require(isBelow(code.operand(at + 2), Integer.MAX_VALUE), OperandKind.UINT, code.operand(at + 2));
            final int flagsKind = Operand.kind(code.operand(at + 3));
            require(flagsKind == Operand.NIL || flagsKind == Operand.LITERAL, OperandKind.FLAGS, code.operand(at + 3));
            if (typeTerm == AM_STRING) {
                final long size = code.operand(at + 5);
                require(Operand.kind(size) == Operand.I || Operand.kind(size) == Operand.U, OperandKind.SIZE, size);
                checkString(code.operand(at + 4), Operand.value(size));
            } else {
                require(value(at + 2) > 0 || !BINARY_TYPES.contains(typeTerm), OperandKind.UINT, code.operand(at + 2));
                require(isSource(code.operand(at + 4)), OperandKind.SRC, code.operand(at + 4));
                require(isSource(code.operand(at + 5)), OperandKind.SIZE, code.operand(at + 5));
            }
        }
    }

    private void checkString(final long offset, final long bytes) throws BadBeamException {
        require(isBelow(offset, file.strings.length + 1L), OperandKind.STR, offset);
        require(bytes >= 0 && bytes <= file.strings.length - Operand.value(offset), OperandKind.STR, offset);
    }

    private long value(final int at) {
        return Operand.value(code.operand(at));
    }

    private void checkImportArity(final int at, final long arity) throws BadBeamException {
        final BeamFile.Import target = file.imports[(int)value(at)];
        if (target.arity() != arity) {
            throw refusal("arity=" + arity + " of import with arity=" + target.arity());
        }
    }

    private void checkTogether(final OpInfo info, final int at) throws BadBeamException {
        switch (info.opcode) {
            case Opcodes.CALL, Opcodes.CALL_LAST, Opcodes.CALL_ONLY -> {
                if (layout.arity(layout.functionOf((int)value(at + 1))) != value(at)) {
                    throw refusal("arity=" + value(at) + " of function with another arity");
                }
            }
            case Opcodes.CALL_EXT, Opcodes.CALL_EXT_LAST, Opcodes.CALL_EXT_ONLY -> checkImportArity(at + 1, value(at));
            case Opcodes.BIF0 -> checkImportArity(at, 0);
            case Opcodes.BIF1 -> checkImportArity(at + 1, 1);
            case Opcodes.BIF2 -> checkImportArity(at + 1, 2);
            case Opcodes.BIF3 -> checkImportArity(at + 1, 3);
            case Opcodes.GC_BIF1 -> checkImportArity(at + 2, 1);
            case Opcodes.GC_BIF2 -> checkImportArity(at + 2, 2);
            case Opcodes.GC_BIF3 -> checkImportArity(at + 2, 3);
            case Opcodes.BS_PUT_STRING -> checkString(code.operand(at + 1), value(at));
            case Opcodes.BS_MATCH_STRING -> checkString(code.operand(at + 3), (value(at + 2) + 7) / 8);
            case Opcodes.MAKE_FUN3 -> {
                final BeamFile.Lambda lambda = file.lambdas[(int)value(at)];
                if (lambda.freeCount() != value(at + 2)) {
                    throw refusal("environment=" + value(at + 2) + " of fun with freeCount=" + lambda.freeCount());
                }
            }
            case Opcodes.CALL_FUN2 -> checkCallFun(at);
            case Opcodes.TEST_ARITY -> checkTupleSize(value(at + 2));
            case Opcodes.IS_TAGGED_TUPLE -> checkTupleSize(value(at + 2));
            case Opcodes.GET_TUPLE_ELEMENT -> checkTupleSize(value(at + 1) + 1);
            case Opcodes.SET_TUPLE_ELEMENT -> checkTupleSize(value(at + 2) + 1);
            case Opcodes.UPDATE_RECORD -> checkUpdate(at);
            case Opcodes.ON_LOAD -> checkOnLoad();
            case Opcodes.BS_TEST_UNIT, Opcodes.BS_PUT_BINARY, Opcodes.BS_PRIVATE_APPEND -> checkUnit(at + 2);
            case Opcodes.BS_SKIP_BITS2 -> checkUnit(at + 3);
            case Opcodes.BS_GET_BINARY2, Opcodes.BS_APPEND -> checkUnit(at + 4);
            default -> { }
        }
    }

    private void checkCallFun(final int at) throws BadBeamException {
        final long tag = code.operand(at);
        if (Operand.kind(tag) == Operand.U) {
            final BeamFile.Lambda lambda = file.lambdas[(int)Operand.value(tag)];
            if (lambda.arity() - lambda.freeCount() != value(at + 1)) {
                throw refusal("arity=" + value(at + 1) + " of fun with another arity");
            }
        }
    }

    private void checkTupleSize(final long size) throws BadBeamException {
        if (size > MAX_TUPLE_SIZE) {
            throw refusal("tuple size=" + size);
        }
    }

    /** The size of a binary is divided by it. */
    private void checkUnit(final int at) throws BadBeamException {
        if (value(at) == 0) {
            throw refusal("unit=0");
        }
    }

    private void checkUpdate(final int at) throws BadBeamException {
        final long size = value(at + 1);
        checkTupleSize(size);
        final int list = at + 4;
        for (int i = list + 1; i < code.next(list); i += 2) {
            if (value(i) < 1 || value(i) > size) {
                throw refusal("index=" + value(i) + " of tuple with size=" + size);
            }
        }
    }

    private void checkOnLoad() throws BadBeamException {
        final int entry = layout.head(function) + 1;
        if (instruction != entry + 1 && instruction != entry + 2) {
            throw refusal("not at the start of a function");
        }
        if (layout.arity(function) != 0 || file.moduleTerm == Term.NIL) {
            throw refusal("function with arguments");
        }
    }
}
