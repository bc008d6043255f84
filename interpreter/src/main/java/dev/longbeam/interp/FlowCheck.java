package dev.longbeam.interp;

import java.util.BitSet;

/**
 * Follows all ways through a function and checks that registers, stack frame and catch tags are used in order. States are kept at labels
 * only; a label is visited again when another way tells something new about it. One thread.
 */
final class FlowCheck extends FlowRegisters {
    /** Compilers' code needs no more than a handful; more would let a contrived file keep the loader busy. */
    private static final int MAX_VISITS_PER_LABEL = 40;
    private static final int HANDLER_REGISTERS = 4;

    private final BitSet pending = new BitSet();
    private final int[] ordinals;
    private int[] positions = new int[1];
    private boolean fills;

    FlowCheck(final BeamFile file, final CodeLayout layout) {
        super(file, layout);
        this.ordinals = new int[file.labelCount];
    }

    /**
     * Checks a function.
     *
     * <p>A compiler that knows from the callers that a guard BIF cannot fail lets the code behind the failure read its destination. The
     * destinations of guard BIFs then get a value beforehand, so that the code is safe without trust in the compiler.
     */
    void checkFunction(final int newFunction) throws BadBeamException {
        function = newFunction;
        fills = false;
        try {
            followAll();
        } catch (final BadBeamException e) {
            fills = true;
            try {
                followAll();
            } catch (final BadBeamException again) {
                throw e;
            }
        }
    }

    private void followAll() throws BadBeamException {
        pending.clear();
        final int labels = prepare();
        final int entry = layout.head(function) + 1;
        instruction = entry;
        state.setX(layout.arity(function), true);
        mergeLabel(code.operand(code.operandStart(entry)));
        int visits = labels * MAX_VISITS_PER_LABEL;
        for (int label = pending.nextSetBit(0); label >= 0; label = pending.nextSetBit(0)) {
            pending.clear(label);
            require(--visits > 0, "too many ways through the function");
            state.load(label);
            follow(positions[label] + 1);
        }
    }

    /** Numbers the labels of the function in the order of the code and finds how many registers it uses. */
    private int prepare() {
        int labels = 0;
        int xRegisters = Math.max(HANDLER_REGISTERS, layout.arity(function));
        int yRegisters = 0;
        for (int i = layout.start(function); i < layout.end(function); i++) {
            final int opcode = code.opcode(i);
            final int start = code.operandStart(i);
            if (opcode == Opcodes.LABEL) {
                if (labels == positions.length) {
                    positions = java.util.Arrays.copyOf(positions, labels * 2);
                }
                positions[labels] = i;
                ordinals[(int)Operand.value(code.operand(start))] = labels++;
                continue;
            }
            for (int at = start; at < start + code.operandCount(i); at++) {
                final long operand = code.operand(at);
                if (Operand.kind(operand) == Operand.X) {
                    xRegisters = Math.max(xRegisters, Operand.register(operand) + 1);
                } else if (Operand.kind(operand) == Operand.Y) {
                    yRegisters = Math.max(yRegisters, Operand.register(operand) + 1);
                }
            }
            final OpInfo info = OpInfo.of(opcode);
            if (info.arity > 0 && info.kind(0) == OperandKind.FRAME) {
                yRegisters = Math.max(yRegisters, (int)Operand.value(code.operand(start)));
            }
        }
        state.start(xRegisters, yRegisters, labels);
        return labels;
    }

    private void follow(final int first) throws BadBeamException {
        for (int i = first; i < layout.end(function); i++) {
            instruction = i;
            final int opcode = code.opcode(i);
            if (opcode == Opcodes.LABEL) {
                mergeLabel(code.operand(code.operandStart(i)));
                return;
            }
            final OpInfo info = OpInfo.of(opcode);
            if (!info.is(OpInfo.MARK) && !step(info, code.operandStart(i))) {
                return;
            }
        }
        throw refusal("the code runs on behind the function");
    }

    /** Checks an instruction and makes the state that it leaves; false when the next instruction is not reached from here. */
    private boolean step(final OpInfo info, final int start) throws BadBeamException {
        read(info, start);
        if (info.is(OpInfo.CAN_GC) || info.is(OpInfo.CALL)) {
            requireFilledFrame();
        }
        if (info.is(OpInfo.CAN_RAISE) && mayRaise(info, start)) {
            mergeHandler();
        }
        if (info.is(OpInfo.CALL) && isExitBif(info, start)) {
            return false;
        }
        if (info.is(OpInfo.LEAVES)) {
            leave(info, start);
            return false;
        }
        final boolean branchesFirst = info.is(OpInfo.BRANCH | OpInfo.KILLS_X) && !info.is(OpInfo.CAN_RAISE) || info.opcode == Opcodes.BS_MATCH;
        if (branchesFirst) {
            branch(info, start);
        }
        special(info, start);
        effects(info, start);
        if (fills) {
            fillDestination(info, start);
        }
        if (info.is(OpInfo.BRANCH) && !branchesFirst && !waitsForItself(info, start)) {
            branch(info, start);
        }
        write(info, start);
        return !info.is(OpInfo.ENDS_BLOCK);
    }

    private void fillDestination(final OpInfo info, final int start) throws BadBeamException {
        final int arguments = switch (info.opcode) {
            case Opcodes.BIF1 -> 1;
            case Opcodes.BIF2 -> 2;
            case Opcodes.BIF3 -> 3;
            default -> 0;
        };
        if (arguments == 0 || value(start) == 0) {
            return;
        }
        final long destination = code.operand(start + 2 + arguments);
        final int register = Operand.register(destination);
        if (!state.mayBeTerm(isY(destination), register) && !state.mayBeContext(isY(destination), register)) {
            requireWritable(destination);
            state.set(isY(destination), register, true, false);
            layout.fillFirst(instruction);
        }
    }

    /** The timeout is read before the process sleeps, not again when it wakes up, so x registers may be gone by then. */
    private boolean waitsForItself(final OpInfo info, final int start) {
        if (info.opcode != Opcodes.WAIT_TIMEOUT) {
            return false;
        }
        int target = handlerOf(code.operand(start));
        if (target < layout.end(function) && code.opcode(target) == Opcodes.JUMP) {
            target = handlerOf(code.operand(code.operandStart(target)));
        }
        return target == instruction;
    }

    private boolean mayRaise(final OpInfo info, final int start) {
        return info.arity == 0 || info.kind(0) != OperandKind.LABEL || value(start) == 0;
    }

    // Control flow

    private void mergeLabel(final long operand) throws BadBeamException {
        final int ordinal = ordinals[(int)Operand.value(operand)];
        if (state.hasOtherTry(ordinal)) {
            final long[] now = state.copy();
            state.load(ordinal);
            mergeHandler();
            state.restore(now);
        }
        try {
            if (state.merge(ordinal)) {
                pending.set(ordinal);
            }
            if (state.isTryUnknown(ordinal)) {
                mergeHandler();
            }
        } catch (final FlowState.FlowConflict e) {
            throw refusal("at label " + Operand.value(operand) + ": " + e.getMessage());
        }
    }

    private void mergeHandler() throws BadBeamException {
        final int active = state.innermostTry();
        if (active < 0) {
            return;
        }
        final int ordinal = ordinals[(int)value(code.operandStart(active) + 1)];
        try {
            if (state.mergeHandler(ordinal, HANDLER_REGISTERS)) {
                pending.set(ordinal);
            }
        } catch (final FlowState.FlowConflict e) {
            throw refusal("at its handler: " + e.getMessage());
        }
    }

    private void branch(final OpInfo info, final int start) throws BadBeamException {
        int at = start;
        for (int k = 0; k < info.arity; k++) {
            final long operand = code.operand(at);
            switch (info.kind(k)) {
                case LABEL, TARGET, DEST -> {
                    if (Operand.kind(operand) == Operand.LABEL && Operand.value(operand) != 0) {
                        mergeLabel(operand);
                    }
                }
                case LIST_SELECT, LIST_ARITY -> {
                    for (int i = at + 2; i < code.next(at); i += 2) {
                        mergeLabel(code.operand(i));
                    }
                }
                default -> { }
            }
            at = code.next(at);
        }
    }

    private void leave(final OpInfo info, final int start) throws BadBeamException {
        final boolean dropsFrame = info.arity > 0 && info.kind(info.arity - 1) == OperandKind.FRAME;
        if (dropsFrame) {
            requireFrame((int)value(start + info.arity - 1));
        } else {
            requireFrame(state.frame() == FlowState.NO_FRAME);
        }
        if (info.opcode == Opcodes.RETURN) {
            readTerm(Operand.make(Operand.X, 0));
        }
    }

    private void requireFrame(final int size) throws BadBeamException {
        if (state.frame() != size) {
            throw refusal("frame=" + size + " where there is frame=" + state.frameName());
        }
        require(state.innermostTry() == FlowState.NO_TRY, "with a catch tag in the frame");
    }

    /** What the flags do not tell. */
    private void special(final OpInfo info, final int start) throws BadBeamException {
        switch (info.opcode) {
            case Opcodes.FUNC_INFO -> {
                requireFrame(state.frame() == FlowState.NO_FRAME);
                require(state.hasX((int)value(start + 2)), "with empty x registers");
            }
            case Opcodes.ALLOCATE, Opcodes.ALLOCATE_HEAP -> allocate(info, start, false);
            case Opcodes.ALLOCATE_ZERO, Opcodes.ALLOCATE_HEAP_ZERO -> allocate(info, start, true);
            case Opcodes.DEALLOCATE -> {
                requireFrame((int)value(start));
                state.frame(FlowState.NO_FRAME, false);
            }
            case Opcodes.TRIM -> {
                requireFrame((int)(value(start) + value(start + 1)));
                state.trim((int)value(start), (int)value(start + 1));
            }
            case Opcodes.CATCH, Opcodes.TRY -> startTry(start);
            case Opcodes.TRY_END, Opcodes.TRY_CASE, Opcodes.CATCH_END -> endTry(info.opcode, start);
            case Opcodes.SEND -> require(state.hasX(2), "with empty x registers");
            case Opcodes.RAW_RAISE -> {
                require(state.hasX(3), "with empty x registers");
                state.killX(1);
            }
            case Opcodes.MAKE_FUN2 -> require(state.hasX(file.lambdas[(int)value(start)].freeCount()), "with empty x registers");
            case Opcodes.BUILD_STACKTRACE, Opcodes.BS_INIT_WRITABLE -> require(state.hasX(1), "with empty x registers");
            case Opcodes.LOOP_REC_END -> {
                state.killX(0);
                state.building(false);
            }
            default -> { }
        }
    }

    /** Calls, collections and the binary under construction. */
    private void effects(final OpInfo info, final int start) throws BadBeamException {
        if (info.is(OpInfo.CALL)) {
            requireFrame(state.frame() >= 0);
            state.setX(1, false);
            state.building(false);
        } else if (info.is(OpInfo.KILLS_X)) {
            state.killX((int)value(liveAt(info, start)));
            state.building(false);
        } else if (info.is(OpInfo.CAN_GC) && info.opcode != Opcodes.BS_MATCH) {
            final boolean waits = info.is(OpInfo.CAN_YIELD);
            state.setX(waits ? 0 : 1, false);
            state.building(false);
        }
        switch (info.opcode) {
            case Opcodes.BS_INIT2, Opcodes.BS_INIT_BITS, Opcodes.BS_APPEND, Opcodes.BS_PRIVATE_APPEND -> state.building(true);
            case Opcodes.BS_PUT_INTEGER, Opcodes.BS_PUT_FLOAT, Opcodes.BS_PUT_BINARY, Opcodes.BS_PUT_STRING, Opcodes.BS_PUT_UTF8,
                Opcodes.BS_PUT_UTF16, Opcodes.BS_PUT_UTF32 -> require(state.building(), "without a binary under construction");
            case Opcodes.BS_MATCH -> match(start);
            default -> { }
        }
    }

    private int liveAt(final OpInfo info, final int start) {
        int at = start;
        for (int k = 0; k < info.liveOperand; k++) {
            at = code.next(at);
        }
        return at;
    }

    /** Such a call never returns, so the compiler does not care about the frame, not even in the operand of call_ext_last. */
    private boolean isExitBif(final OpInfo info, final int start) {
        return info.arity > 1 && info.kind(1) == OperandKind.IMPORT && file.imports[(int)value(start + 1)].neverReturns();
    }

    private void allocate(final OpInfo info, final int start, final boolean filled) throws BadBeamException {
        requireFrame(state.frame() == FlowState.NO_FRAME);
        state.killX((int)value(liveAt(info, start)));
        state.frame((int)value(start), filled);
    }

    // Catch tags

    private void startTry(final int start) throws BadBeamException {
        final int tag = Operand.register(code.operand(start));
        requireWritable(code.operand(start));
        final int outer = state.innermostTry();
        require(outer == FlowState.NO_TRY || outer >= 0 && tag < tagOf(outer), "catch tags in the wrong order");
        final int handler = handlerOf(code.operand(start + 1));
        final int wanted = code.opcode(instruction) == Opcodes.TRY ? Opcodes.TRY_CASE : Opcodes.CATCH_END;
        require(code.opcode(handler) == wanted && value(code.operandStart(handler)) == tag, "without its handler");
        if (outerTry.length == 0) {
            outerTry = new int[code.size()];
        }
        outerTry[instruction] = outer;
        state.innermostTry(instruction);
    }

    private int handlerOf(final long label) {
        return skipMarks(layout.position((int)Operand.value(label)));
    }

    private int skipMarks(final int from) {
        int at = from;
        while (at < layout.end(function) && OpInfo.of(code.opcode(at)).is(OpInfo.MARK)) {
            at++;
        }
        return at;
    }

    private void endTry(final int opcode, final int start) throws BadBeamException {
        final int active = state.innermostTry();
        require(active >= 0 && tagOf(active) == Operand.register(code.operand(start)), "not the innermost catch tag");
        require((code.opcode(active) == Opcodes.CATCH) == (opcode == Opcodes.CATCH_END), "tag of another kind");
        state.innermostTry(outerTry[active]);
        state.set(true, Operand.register(code.operand(start)), true, false);
        if (opcode != Opcodes.TRY_END) {
            require(state.hasX(1), "with empty x registers");
        }
        if (opcode == Opcodes.TRY_CASE) {
            state.setX(HANDLER_REGISTERS - 1, false);
        }
    }
}
