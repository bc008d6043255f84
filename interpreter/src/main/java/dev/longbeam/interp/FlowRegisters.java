package dev.longbeam.interp;

import dev.longbeam.term.Atom;
import java.util.Set;

/** What {@link FlowCheck} knows at an instruction, and what the instruction reads from registers and writes to them. One thread. */
abstract class FlowRegisters {
    private static final long AM_RESUME = Atom.of("resume");
    /** Of a match context they give the size of what is left (the compiler of OTP 27 and later relies on it). */
    private static final Set<Long> SIZE_BIFS = Set.of(Atom.of("byte_size"), Atom.of("bit_size"));

    final BeamFile file;
    final CodeLayout layout;
    final InstructionStream code;
    final FlowState state = new FlowState();
    /** By catch and try instruction: the one around it, or {@link FlowState#NO_TRY}. */
    int[] outerTry = new int[0];
    int function;
    int instruction;

    FlowRegisters(final BeamFile file, final CodeLayout layout) {
        this.file = file;
        this.layout = layout;
        this.code = file.code;
    }

    final BadBeamException refusal(final String reason) {
        return CodeValidator.refusal(file, layout, function, instruction, reason);
    }

    final void require(final boolean condition, final String reason) throws BadBeamException {
        if (!condition) {
            throw refusal(reason);
        }
    }

    /** Texts of refusals are made when there is one: every operand of every instruction comes by here. */
    private void require(final boolean condition, final long operand, final String reason) throws BadBeamException {
        if (!condition) {
            throw refusal(Operand.name(operand) + reason);
        }
    }

    private void requireFrame(final boolean condition, final long operand) throws BadBeamException {
        if (!condition) {
            throw refusal(Operand.name(operand) + " with frame=" + state.frameName());
        }
    }

    final void requireFrame(final boolean condition) throws BadBeamException {
        if (!condition) {
            throw refusal("with frame=" + state.frameName());
        }
    }

    private void requireX(final String what, final int count, final int more) throws BadBeamException {
        if (!state.hasX(count + more)) {
            throw refusal(what + count + " with empty x registers");
        }
    }

    final long value(final int at) {
        return Operand.value(code.operand(at));
    }

    // Reading

    final void read(final OpInfo info, final int start) throws BadBeamException {
        int at = start;
        for (int k = 0; k < info.arity; k++) {
            final long operand = code.operand(at);
            switch (info.kind(k)) {
                case SRC -> {
                    if (takesAnything(info, start)) {
                        readAny(operand);
                    } else {
                        readTerm(operand);
                    }
                }
                case REG -> {
                    if (info.opcode == Opcodes.SWAP) {
                        readAny(operand);
                    } else {
                        readTerm(operand);
                    }
                }
                case SIZE, FSRC, XREG -> readTerm(operand);
                case CTX -> readContext(operand);
                case LIVE -> requireX("live=", (int)Operand.value(operand), 0);
                case ARITY -> requireArguments(info.opcode, (int)Operand.value(operand));
                case LIST_SRC -> readList(at + 1, (int)Operand.value(operand), 1, 0);
                case LIST_ASSOC -> readList(at + 1, (int)Operand.value(operand), 1, 0);
                case LIST_GET -> readList(at + 1, (int)Operand.value(operand), 2, 0);
                case LIST_UPDATE -> readList(at + 1, (int)Operand.value(operand), 2, 1);
                case LIST_SEGMENT -> {
                    readList(at + 1, (int)Operand.value(operand), 6, 4);
                    readList(at + 1, (int)Operand.value(operand), 6, 5);
                }
                default -> { }
            }
            at = code.next(at);
        }
    }

    private boolean takesAnything(final OpInfo info, final int start) {
        return switch (info.opcode) {
            case Opcodes.MOVE, Opcodes.BS_START_MATCH3, Opcodes.BS_START_MATCH4 -> true;
            case Opcodes.GC_BIF1 -> SIZE_BIFS.contains(file.imports[(int)value(start + 2)].functionTerm());
            default -> false;
        };
    }

    private void readList(final int start, final int count, final int step, final int offset) throws BadBeamException {
        for (int at = start + offset; at < start + count; at += step) {
            readTerm(code.operand(at));
        }
    }

    final void readTerm(final long operand) throws BadBeamException {
        if (Operand.isRegister(operand)) {
            readAny(operand);
            require(state.mayBeTerm(isY(operand), Operand.register(operand)), operand, " is a match context");
        }
    }

    private void readContext(final long operand) throws BadBeamException {
        readAny(operand);
        require(state.mayBeContext(isY(operand), Operand.register(operand)), operand, " is no match context");
    }

    private void readAny(final long operand) throws BadBeamException {
        if (Operand.isRegister(operand)) {
            final boolean y = isY(operand);
            final int register = Operand.register(operand);
            requireFrame(!y || register < state.frame() || state.frame() == FlowState.UNKNOWN_FRAME, operand);
            require(state.mayBeTerm(y, register) || state.mayBeContext(y, register), operand, " is not set");
        }
    }

    static boolean isY(final long operand) {
        return Operand.kind(operand) == Operand.Y;
    }

    private void requireArguments(final int opcode, final int arity) throws BadBeamException {
        final int extra = switch (opcode) {
            case Opcodes.CALL_FUN -> 1;
            case Opcodes.APPLY, Opcodes.APPLY_LAST -> 2;
            default -> 0;
        };
        requireX("arity=", arity, extra);
    }

    final void requireFilledFrame() throws BadBeamException {
        if (state.isFrameFull()) {
            return;
        }
        require(state.frame() != FlowState.UNKNOWN_FRAME, "y registers are not set");
        for (int word = 0; word < state.yWords(); word++) {
            long empty = state.emptyY(word);
            for (int active = state.innermostTry(); empty != 0 && active >= 0; active = outerTry[active]) {
                final int tag = tagOf(active);
                empty &= tag >> 6 == word ? ~(1L << tag) : -1L;
            }
            require(empty == 0, "y registers are not set");
        }
    }

    final int tagOf(final int tryInstruction) {
        return Operand.register(code.operand(code.operandStart(tryInstruction)));
    }

    // Writing

    final void write(final OpInfo info, final int start) throws BadBeamException {
        switch (info.opcode) {
            case Opcodes.MOVE -> move(code.operand(start), code.operand(start + 1));
            case Opcodes.SWAP -> swap(code.operand(start), code.operand(start + 1));
            case Opcodes.BS_START_MATCH3, Opcodes.BS_START_MATCH4 -> startMatch(start);
            case Opcodes.CATCH, Opcodes.TRY -> state.set(true, Operand.register(code.operand(start)), false, false);
            default -> writeAll(info, start);
        }
    }

    private void writeAll(final OpInfo info, final int start) throws BadBeamException {
        int at = start;
        for (int k = 0; k < info.arity; k++) {
            final long operand = code.operand(at);
            switch (info.kind(k)) {
                case DST, YDST -> define(operand);
                case FMOVE -> {
                    if (Operand.isRegister(operand)) {
                        define(operand);
                    }
                }
                case LIST_YDST -> {
                    for (int i = at + 1; i < code.next(at); i++) {
                        define(code.operand(i));
                    }
                }
                case LIST_GET -> {
                    for (int i = at + 2; i < code.next(at); i += 2) {
                        define(code.operand(i));
                    }
                }
                default -> { }
            }
            at = code.next(at);
        }
    }

    final void requireWritable(final long operand) throws BadBeamException {
        if (isY(operand)) {
            final int register = Operand.register(operand);
            requireFrame(register < state.frame(), operand);
            require(state.innermostTry() != FlowState.UNKNOWN_TRY, operand, " where catch tags differ");
            for (int active = state.innermostTry(); active >= 0; active = outerTry[active]) {
                require(tagOf(active) != register, operand, " holds a catch tag");
            }
        }
    }

    private void define(final long operand) throws BadBeamException {
        requireWritable(operand);
        state.set(isY(operand), Operand.register(operand), true, false);
    }

    private void move(final long source, final long destination) throws BadBeamException {
        requireWritable(destination);
        final boolean fromRegister = Operand.isRegister(source);
        final boolean term = !fromRegister || state.mayBeTerm(isY(source), Operand.register(source));
        final boolean context = fromRegister && state.mayBeContext(isY(source), Operand.register(source));
        state.set(isY(destination), Operand.register(destination), term, context);
    }

    private void swap(final long left, final long right) throws BadBeamException {
        requireWritable(left);
        final boolean term = state.mayBeTerm(isY(left), Operand.register(left));
        final boolean context = state.mayBeContext(isY(left), Operand.register(left));
        move(right, left);
        requireWritable(right);
        state.set(isY(right), Operand.register(right), term, context);
    }

    private void startMatch(final int start) throws BadBeamException {
        final long source = code.opcode(instruction) == Opcodes.BS_START_MATCH3 ? code.operand(start + 1) : code.operand(start + 2);
        final long first = code.operand(start);
        if (Operand.kind(first) == Operand.ATOM && Operand.term(first) == AM_RESUME) {
            readContext(source);
        }
        requireWritable(code.operand(start + 3));
        state.set(isY(code.operand(start + 3)), Operand.register(code.operand(start + 3)), false, true);
    }

    final void match(final int start) throws BadBeamException {
        final int list = start + 2;
        int at = list + 1;
        while (at < code.next(list)) {
            final long nameTerm = Operand.term(code.operand(at));
            if (MatchCommands.liveOperand(nameTerm) != 0) {
                final int live = (int)value(at + MatchCommands.liveOperand(nameTerm));
                requireX("live=", live, 0);
                state.killX(live);
                define(code.operand(at + MatchCommands.destination(nameTerm)));
            }
            at += MatchCommands.size(nameTerm);
        }
    }
}
