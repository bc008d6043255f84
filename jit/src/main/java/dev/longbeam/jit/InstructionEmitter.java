package dev.longbeam.jit;

import dev.longbeam.interp.CodePointer;
import dev.longbeam.interp.CompiledOps;
import dev.longbeam.interp.Instructions;
import dev.longbeam.interp.OpInfo;
import dev.longbeam.interp.Opcodes;
import dev.longbeam.interp.OperandKind;
import dev.longbeam.interp.SpecialOps;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.BitSet;

/** Emits instructions: moves, messages and exceptions itself, every other family by a class of its own. */
final class InstructionEmitter {
    /** Instructions that nobody sees the stack from, but where they fail; and calls, which write the first word of the frame themselves. */
    private static final BitSet KEEPS_FRAME = new BitSet();

    static {
        for (final int op : new int[] {Opcodes.MOVE, Opcodes.SWAP, Opcodes.GET_LIST, Opcodes.GET_HD, Opcodes.GET_TL, Opcodes.PUT_LIST,
            Opcodes.GET_TUPLE_ELEMENT, Opcodes.PUT_TUPLE2, Opcodes.SET_TUPLE_ELEMENT, Opcodes.MAKE_FUN3, Opcodes.TEST_HEAP, Opcodes.INIT_YREGS, Opcodes.INIT,
            Opcodes.DEALLOCATE, Opcodes.TRIM, Opcodes.CALL, Opcodes.CALL_LAST, Opcodes.CALL_FUN, Opcodes.CALL_FUN2,
            Opcodes.GC_BIF1, Opcodes.GC_BIF2, Opcodes.GC_BIF3, Opcodes.BIF1, Opcodes.BIF2, Opcodes.BIF3, Opcodes.FMOVE, Opcodes.CALL_EXT,
            Opcodes.CALL_EXT_LAST, Opcodes.TRY, Opcodes.CATCH, Opcodes.TRY_END}) {
            KEEPS_FRAME.set(op);
        }
    }

    /** Instructions that allocate nothing, or what {@link Facts#take} has been told of. */
    private static final BitSet KEEPS_ROOM = new BitSet();

    static {
        for (final int op : new int[] {Opcodes.MOVE, Opcodes.SWAP, Opcodes.GET_LIST, Opcodes.GET_HD, Opcodes.GET_TL, Opcodes.PUT_LIST,
            Opcodes.GET_TUPLE_ELEMENT, Opcodes.PUT_TUPLE2, Opcodes.SET_TUPLE_ELEMENT, Opcodes.UPDATE_RECORD, Opcodes.MAKE_FUN3, Opcodes.INIT_YREGS, Opcodes.INIT,
            Opcodes.DEALLOCATE, Opcodes.TRIM, Opcodes.FMOVE, Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV, Opcodes.FNEGATE,
            Opcodes.IS_LT, Opcodes.IS_GE, Opcodes.IS_EQ, Opcodes.IS_NE, Opcodes.IS_EQ_EXACT, Opcodes.IS_NE_EXACT, Opcodes.IS_INTEGER,
            Opcodes.IS_FLOAT, Opcodes.IS_ATOM, Opcodes.IS_NIL, Opcodes.IS_LIST, Opcodes.IS_NONEMPTY_LIST, Opcodes.IS_TUPLE,
            Opcodes.TEST_ARITY, Opcodes.IS_TAGGED_TUPLE}) {
            KEEPS_ROOM.set(op);
        }
    }

    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;
    private final FrameEmitter frames;
    private final TestEmitter tests;
    private final DataEmitter data;
    private final CallEmitter calls;
    private final BifEmitter bifs;
    private final MapEmitter maps;
    private final BitEmitter bits;
    private final FloatEmitter floats;

    InstructionEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
        ops = m.ops;
        frames = new FrameEmitter(m);
        tests = new TestEmitter(m);
        data = new DataEmitter(m);
        calls = new CallEmitter(m);
        bifs = new BifEmitter(m);
        maps = new MapEmitter(m);
        bits = new BitEmitter(m);
        floats = new FloatEmitter(m);
    }

    /** Emits the instruction at a position; true when it may go on with the next one. */
    boolean emit(final int pc) {
        final int op = Instructions.generic(ops[pc]);
        if (!KEEPS_FRAME.get(op)) {
            m.cleanFrame();
        }
        if (!KEEPS_ROOM.get(op)) {
            m.facts.noRoom();
        }
        switch (op) {
            case Opcodes.FUNC_INFO -> {
                functionClause(pc);
                return false;
            }
            case Opcodes.MOVE -> {
                m.load(ops[pc + 1]);
                final int from = ops[pc + 1];
                m.store(ops[pc + 2]);
                m.facts.moved(from, ops[pc + 2]);
            }
            case Opcodes.SWAP -> {
                m.load(ops[pc + 1]);
                m.load(ops[pc + 2]);
                m.store(ops[pc + 1]);
                m.store(ops[pc + 2]);
            }
            case Opcodes.JUMP -> {
                m.jump(ops[pc + 1]);
                return false;
            }

            // Calls

            case Opcodes.CALL -> calls.body(pc, ops[pc + 1], ops[pc + 2]);
            case Opcodes.CALL_LAST -> {
                frames.deallocate(ops[pc + 3]);
                calls.last(ops[pc + 1], ops[pc + 2]);
                return false;
            }
            case Opcodes.CALL_ONLY -> {
                calls.last(ops[pc + 1], ops[pc + 2]);
                return false;
            }
            case Opcodes.CALL_EXT -> calls.external(pc, ops[pc + 1], ops[pc + 2]);
            case Opcodes.CALL_EXT_LAST -> {
                calls.externalLast(pc, ops[pc + 1], ops[pc + 2], ops[pc + 3]);
                return false;
            }
            case Opcodes.CALL_EXT_ONLY -> {
                calls.externalLast(pc, ops[pc + 1], ops[pc + 2], -1);
                return false;
            }
            case Opcodes.CALL_FUN -> {
                return calls.fun(pc, ops[pc + 1], ops[pc + 1] << 2, SpecialOps.CALL_FUN_LAST);
            }
            case Opcodes.CALL_FUN2 -> {
                return calls.fun(pc, ops[pc + 2], ops[pc + 3], SpecialOps.CALL_FUN2_LAST);
            }
            case Opcodes.APPLY -> calls.apply(pc, ops[pc + 1], -1);
            case Opcodes.APPLY_LAST -> {
                calls.apply(pc, ops[pc + 1], ops[pc + 2]);
                return false;
            }
            case Opcodes.RETURN -> {
                m.traceReturn();
                m.returnResult();
                return false;
            }

            // Frames and room

            case Opcodes.ALLOCATE, Opcodes.ALLOCATE_ZERO -> frames.allocate(pc, ops[pc + 1], 0, ops[pc + 2], op == Opcodes.ALLOCATE_ZERO);
            case Opcodes.ALLOCATE_HEAP, Opcodes.ALLOCATE_HEAP_ZERO ->
                frames.allocate(pc, ops[pc + 1], ops[pc + 2], ops[pc + 3], op == Opcodes.ALLOCATE_HEAP_ZERO);
            case Opcodes.TEST_HEAP -> frames.room(pc, ops[pc + 1], ops[pc + 2]);
            case Opcodes.DEALLOCATE -> frames.deallocate(ops[pc + 1]);
            case Opcodes.TRIM -> {
                m.process();
                out.loadConstant(ops[pc + 1]);
                m.ops("trim", "VPI");
                m.frameIsClean();
                m.facts.framed();
            }
            case Opcodes.INIT, Opcodes.TRY_END -> m.clear(ops[pc + 1]);
            case Opcodes.INIT_YREGS -> {
                for (int i = 0; i < ops[pc + 1]; i++) {
                    m.clear(ops[pc + 2 + i]);
                }
            }

            // Tests

            case Opcodes.IS_LT -> tests.less(pc, true);
            case Opcodes.IS_GE -> tests.less(pc, false);
            case Opcodes.IS_EQ -> tests.compare(pc, Names.COMPARE, "equal", true);
            case Opcodes.IS_NE -> tests.compare(pc, Names.COMPARE, "equal", false);
            case Opcodes.IS_EQ_EXACT -> tests.same(pc, true);
            case Opcodes.IS_NE_EXACT -> tests.same(pc, false);
            case Opcodes.IS_INTEGER -> tests.test(pc, "isInteger");
            case Opcodes.IS_FLOAT -> tests.test(pc, "isFloat");
            case Opcodes.IS_NUMBER -> tests.test(pc, "isNumber");
            case Opcodes.IS_ATOM -> tests.test(pc, "isAtom");
            case Opcodes.IS_PID -> tests.test(pc, "isPid");
            case Opcodes.IS_REFERENCE -> tests.test(pc, "isReference");
            case Opcodes.IS_PORT -> tests.test(pc, "isPort");
            case Opcodes.IS_NIL -> {
                m.load(ops[pc + 2]);
                out.loadConstant(Term.NIL);
                out.lcmp();
                out.ifne(m.label(ops[pc + 1]));
            }
            case Opcodes.IS_BINARY -> {
                m.load(ops[pc + 2]);
                m.call(Names.desc(dev.longbeam.term.Bitstring.class), "isBinary", "ZJ");
                out.ifeq(m.label(ops[pc + 1]));
            }
            case Opcodes.IS_BITSTR -> tests.test(pc, "isBitstring");
            case Opcodes.IS_LIST -> tests.test(pc, "isList");
            case Opcodes.IS_NONEMPTY_LIST -> {
                tests.test(pc, "isCons");
                m.facts.isCons(ops[pc + 2]);
            }
            case Opcodes.IS_TUPLE -> tests.test(pc, "isTuple");
            case Opcodes.IS_FUNCTION -> tests.test(pc, "isFun");
            case Opcodes.IS_MAP -> {
                tests.test(pc, "isMap");
                m.facts.isMap(ops[pc + 2]);
            }
            case Opcodes.TEST_ARITY -> {
                m.load(ops[pc + 2]);
                out.loadConstant(ops[pc + 3]);
                m.fast("isTuple", "ZJI");
                out.ifeq(m.label(ops[pc + 1]));
                m.facts.isTuple(ops[pc + 2], ops[pc + 3]);
            }
            case Opcodes.IS_TAGGED_TUPLE -> tests.taggedTuple(pc);
            case Opcodes.IS_BOOLEAN -> {
                m.load(ops[pc + 2]);
                m.call(Names.TEST_OPS, "isBoolean", "ZJ");
                out.ifeq(m.label(ops[pc + 1]));
            }
            case Opcodes.IS_FUNCTION2 -> {
                m.load(ops[pc + 2]);
                m.load(ops[pc + 3]);
                m.call(Names.TEST_OPS, "isFunction", "ZJJ");
                out.ifeq(m.label(ops[pc + 1]));
            }
            case Opcodes.SELECT_VAL -> {
                new SelectEmitter(m).value(pc);
                return false;
            }
            case Opcodes.SELECT_TUPLE_ARITY -> {
                new SelectEmitter(m).arity(pc);
                return false;
            }

            // Lists, tuples, funs

            case Opcodes.GET_LIST -> {
                data.cell(pc);
                out.lload(m.scratch(0));
                data.cons("head");
                m.store(ops[pc + 2]);
                out.lload(m.scratch(0));
                data.cons("tail");
                m.store(ops[pc + 3]);
            }
            case Opcodes.GET_HD -> {
                data.cell(pc);
                out.lload(m.scratch(0));
                data.cons("head");
                m.store(ops[pc + 2]);
            }
            case Opcodes.GET_TL -> {
                data.cell(pc);
                out.lload(m.scratch(0));
                data.cons("tail");
                m.store(ops[pc + 2]);
            }
            case Opcodes.PUT_LIST -> {
                m.process();
                m.load(ops[pc + 1]);
                m.load(ops[pc + 2]);
                m.fast(m.facts.take(Cons.WORDS) ? "consInRoom" : "cons", "JPJJ");
                m.store(ops[pc + 3]);
                m.facts.isCons(ops[pc + 3]);
            }
            case Opcodes.GET_TUPLE_ELEMENT -> {
                data.tuple(pc, ops[pc + 1], ops[pc + 2]);
                out.lload(m.scratch(0));
                out.loadConstant(ops[pc + 2]);
                m.fast("elementAt", "JJI");
                m.store(ops[pc + 3]);
            }
            case Opcodes.PUT_TUPLE2 -> data.putTuple(pc);
            case Opcodes.SET_TUPLE_ELEMENT -> data.setElement(pc);
            case Opcodes.UPDATE_RECORD -> data.updateRecord(pc);
            case Opcodes.MAKE_FUN3 -> data.makeFun(pc);

            // BIFs

            case Opcodes.BIF0 -> bifs.bif0(pc);
            case Opcodes.BIF1 -> bifs.bif(pc, ops[pc + 1], ops[pc + 2], 1, pc + 3);
            case Opcodes.BIF2 -> bifs.bif(pc, ops[pc + 1], ops[pc + 2], 2, pc + 3);
            case Opcodes.BIF3 -> bifs.bif(pc, ops[pc + 1], ops[pc + 2], 3, pc + 3);
            case Opcodes.GC_BIF1 -> bifs.bif(pc, ops[pc + 1], ops[pc + 3], 1, pc + 4);
            case Opcodes.GC_BIF2 -> bifs.bif(pc, ops[pc + 1], ops[pc + 3], 2, pc + 4);
            case Opcodes.GC_BIF3 -> bifs.bif(pc, ops[pc + 1], ops[pc + 3], 3, pc + 4);

            // Messages

            case Opcodes.SEND -> {
                m.here(pc);
                m.arguments(2);
                m.ops("send", "JPCIJJ");
                out.lstore(m.xSlot(0));
                unwindWhenNone();
                m.facts.called();
            }
            case Opcodes.LOOP_REC -> loopRec(pc);
            case Opcodes.LOOP_REC_END -> {
                m.nextMessage("nextMessage", ops[pc + 1]);
                return false;
            }
            case Opcodes.REMOVE_MESSAGE -> {
                m.process();
                m.call(Names.RECEIVE, "accept", "VP");
            }
            case Opcodes.TIMEOUT -> {
                m.process();
                m.call(Names.RECEIVE, "timedOut", "VP");
            }
            case Opcodes.WAIT -> {
                m.process();
                out.loadConstant(m.pointer(ops[pc + 1]));
                m.ops("await", "JPJ");
                out.lreturn();
                return false;
            }
            case Opcodes.RECV_MARK, Opcodes.RECV_SET -> {
            }

            // Exceptions

            case Opcodes.BADMATCH -> {
                return raise(pc, "badmatch");
            }
            case Opcodes.CASE_END -> {
                return raise(pc, "caseClause");
            }
            case Opcodes.TRY_CASE_END -> {
                return raise(pc, "tryClause");
            }
            case Opcodes.BADRECORD -> {
                return raise(pc, "badrecord");
            }
            case Opcodes.IF_END -> {
                m.here(pc);
                m.ops("ifClause", "JPCI");
                out.lreturn();
                return false;
            }
            case Opcodes.CATCH, Opcodes.TRY -> {
                out.loadConstant(CodePointer.makeCatch(m.code.id, ops[pc + 2]));
                m.store(ops[pc + 1]);
            }
            case Opcodes.CATCH_END -> catchEnd(pc);
            case Opcodes.TRY_CASE -> {
                out.lload(m.xSlot(0));
                out.lconst_0();
                out.lcmp();
                out.ifne(m.leaving(pc, "badCode"));
                m.clear(ops[pc + 1]);
                out.lload(m.xSlot(3));
                m.store(0);
            }
            case Opcodes.RAISE, Opcodes.RAW_RAISE, Opcodes.WAIT_TIMEOUT, Opcodes.MAKE_FUN2,
                Opcodes.RECV_MARKER_BIND, Opcodes.RECV_MARKER_CLEAR, Opcodes.RECV_MARKER_RESERVE, Opcodes.RECV_MARKER_USE,
                Opcodes.BUILD_STACKTRACE -> execute(m, pc, 0);
            case Opcodes.PUT_MAP_ASSOC, Opcodes.PUT_MAP_EXACT -> maps.put(pc, op);
            case Opcodes.HAS_MAP_FIELDS -> maps.has(pc);
            case Opcodes.GET_MAP_ELEMENTS -> maps.get(pc);
            case Opcodes.FMOVE, Opcodes.FCONV, Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV, Opcodes.FNEGATE -> floats.emit(pc, op);
            case Opcodes.BS_GET_TAIL, Opcodes.BS_START_MATCH3, Opcodes.BS_START_MATCH4, Opcodes.BS_GET_INTEGER2, Opcodes.BS_GET_BINARY2,
                Opcodes.BS_SKIP_BITS2, Opcodes.BS_TEST_TAIL2, Opcodes.BS_TEST_UNIT, Opcodes.BS_MATCH_STRING, Opcodes.BS_MATCH,
                Opcodes.BS_GET_POSITION, Opcodes.BS_SET_POSITION, Opcodes.BS_GET_UTF8, Opcodes.BS_SKIP_UTF8 -> bits.emit(pc, op);
            case Opcodes.BS_CREATE_BIN -> new CreateEmitter(m).emit(pc);
            default -> {
                final OpInfo info = OpInfo.of(op);
                execute(m, pc, info.arity > 0 && info.kind(0) == OperandKind.LABEL ? ops[pc + 1] : 0);
            }
        }
        return true;
    }

    // The long way

    /** Lets the interpreter run an instruction. */
    static void execute(final MethodEmitter m, final int pc, final int fail) {
        m.spillX(m.shape.xCount);
        executeSpilled(m, pc, fail, () -> m.loadX(m.shape.xCount), () -> m.loadX(m.shape.xCount));
        m.facts.clear();
    }

    /** Lets the interpreter run an instruction that collects nothing; what it reads stands in the array of the scheduler. */
    static void executeSpilled(final MethodEmitter m, final int pc, final int fail, final int destination) {
        executeSpilled(m, pc, fail, () -> m.reloadOperand(destination), () -> { });
    }

    /** Before the next instruction, and at the fail label, registers are read back from the array. */
    private static void executeSpilled(final MethodEmitter m, final int pc, final int fail, final Runnable reload, final Runnable reloadFailed) {
        final CodeBuilder out = m.out;
        final int to = m.scratch(0);
        m.here(pc);
        m.ops("execute", "IPCI");
        out.istore(to);
        out.iload(to);
        out.loadConstant(pc + m.length(pc));
        final Label next = out.newLabel();
        final Label elsewhere = out.newLabel();
        out.if_icmpne(elsewhere);
        out.labelBinding(next);
        reload.run();
        m.tail(() -> {
            out.labelBinding(elsewhere);
            if (fail > 0) {
                final Label leave = out.newLabel();
                out.iload(to);
                out.loadConstant(fail);
                out.if_icmpne(leave);
                reloadFailed.run();
                m.jump(fail);
                out.labelBinding(leave);
            }
            m.process();
            out.iload(to);
            m.ops("leave", "JPI");
            out.lreturn();
        });
    }

    // Messages

    private void unwindWhenNone() {
        m.ifNone(m.xSlot(0), m.unwind());
    }

    private void loopRec(final int pc) {
        m.process();
        if (m.shape.rejections.hasAt(pc)) {
            out.loadConstant(m.pointer(pc));
            m.call(Names.RECEIVE, "peek", "JPJ");
        } else {
            m.call(Names.RECEIVE, "peek", "JP");
        }
        out.lstore(m.scratch(0));
        out.lload(m.scratch(0));
        out.lconst_0();
        out.lcmp();
        final Label none = out.newLabel();
        out.ifeq(none);
        out.lload(m.scratch(0));
        m.store(ops[pc + 2]);
        m.tail(() -> {
            out.labelBinding(none);
            m.process();
            m.ops("exits", "ZP");
            out.ifne(m.unwind());
            m.jump(ops[pc + 1]);
        });
    }

    // Exceptions

    /** A single call where that can be: what arguments live through a call in, they are in memory through all of a loop before it. */
    private void functionClause(final int pc) {
        final int arity = m.shape.arity;
        if (arity <= CompiledOps.FEW_ARGUMENTS) {
            m.here(pc);
            m.arguments(arity);
            for (int i = arity; i < CompiledOps.FEW_ARGUMENTS; i++) {
                out.lconst_0();
            }
            m.ops("functionClause", "JPCIJJJJ");
        } else {
            m.spillX(arity);
            m.here(pc);
            m.ops("functionClause", "JPCI");
        }
        out.lreturn();
    }

    private boolean raise(final int pc, final String name) {
        m.here(pc);
        m.load(ops[pc + 1]);
        m.ops(name, "JPCIJ");
        out.lreturn();
        return false;
    }

    private void catchEnd(final int pc) {
        m.clear(ops[pc + 1]);
        final Label done = out.newLabel();
        out.lload(m.xSlot(0));
        out.lconst_0();
        out.lcmp();
        out.ifne(done);
        m.process();
        out.lload(m.xSlot(1));
        out.lload(m.xSlot(2));
        out.lload(m.xSlot(3));
        m.ops("caught", "JPJJJ");
        m.store(0);
        out.labelBinding(done);
        m.facts.clear();
    }
}
