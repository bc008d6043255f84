package dev.longbeam.jit;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodePointer;
import dev.longbeam.interp.Instructions;
import dev.longbeam.interp.OpInfo;
import dev.longbeam.interp.Opcodes;
import dev.longbeam.interp.OperandKind;
import dev.longbeam.interp.SpecialOps;
import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.BitSet;

/** Emits instructions: moves, frames, tests, data, messages, exceptions. Calls, BIFs, floats, maps and bitstrings have classes of their own. */
final class InstructionEmitter {
    /** Instructions that nobody sees the stack from, but where they fail; and calls, which write the first word of the frame themselves. */
    private static final BitSet KEEPS_FRAME = new BitSet();

    static {
        for (final int op : new int[] {Opcodes.MOVE, Opcodes.SWAP, Opcodes.GET_LIST, Opcodes.GET_HD, Opcodes.GET_TL, Opcodes.PUT_LIST,
            Opcodes.GET_TUPLE_ELEMENT, Opcodes.PUT_TUPLE2, Opcodes.MAKE_FUN3, Opcodes.TEST_HEAP, Opcodes.INIT_YREGS, Opcodes.INIT,
            Opcodes.DEALLOCATE, Opcodes.TRIM, Opcodes.CALL, Opcodes.CALL_LAST, Opcodes.CALL_FUN, Opcodes.CALL_FUN2,
            Opcodes.GC_BIF1, Opcodes.GC_BIF2, Opcodes.GC_BIF3, Opcodes.BIF1, Opcodes.BIF2, Opcodes.BIF3, Opcodes.FMOVE, Opcodes.CALL_EXT,
            Opcodes.CALL_EXT_LAST, Opcodes.TRY, Opcodes.CATCH, Opcodes.TRY_END}) {
            KEEPS_FRAME.set(op);
        }
    }

    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;
    private final CallEmitter calls;
    private final BifEmitter bifs;
    private final MapEmitter maps;
    private final BitEmitter bits;
    private final FloatEmitter floats;

    InstructionEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
        ops = m.ops;
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
        switch (op) {
            case Opcodes.FUNC_INFO -> {
                m.spillX(m.shape.arity);
                m.here(pc);
                m.ops("functionClause", "JPCI");
                out.lreturn();
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
                deallocate(ops[pc + 3]);
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
                out.lload(m.xSlot(0));
                out.lreturn();
                return false;
            }

            // Frames and room

            case Opcodes.ALLOCATE, Opcodes.ALLOCATE_ZERO -> allocate(pc, ops[pc + 1], 0, ops[pc + 2], op == Opcodes.ALLOCATE_ZERO);
            case Opcodes.ALLOCATE_HEAP, Opcodes.ALLOCATE_HEAP_ZERO ->
                allocate(pc, ops[pc + 1], ops[pc + 2], ops[pc + 3], op == Opcodes.ALLOCATE_HEAP_ZERO);
            case Opcodes.TEST_HEAP -> room(pc, ops[pc + 1], ops[pc + 2]);
            case Opcodes.DEALLOCATE -> deallocate(ops[pc + 1]);
            case Opcodes.TRIM -> {
                m.process();
                out.loadConstant(ops[pc + 1]);
                m.ops("trim", "VPI");
                m.frameIsClean();
                m.facts.framed();
            }
            case Opcodes.INIT, Opcodes.TRY_END -> clear(ops[pc + 1]);
            case Opcodes.INIT_YREGS -> {
                for (int i = 0; i < ops[pc + 1]; i++) {
                    clear(ops[pc + 2 + i]);
                }
            }

            // Tests

            case Opcodes.IS_LT -> compare(pc, "less", true);
            case Opcodes.IS_GE -> compare(pc, "less", false);
            case Opcodes.IS_EQ -> compare(pc, "equal", true);
            case Opcodes.IS_NE -> compare(pc, "equal", false);
            case Opcodes.IS_EQ_EXACT -> same(pc, true);
            case Opcodes.IS_NE_EXACT -> same(pc, false);
            case Opcodes.IS_INTEGER -> test(pc, "isInteger");
            case Opcodes.IS_FLOAT -> test(pc, "isFloat");
            case Opcodes.IS_NUMBER -> test(pc, "isNumber");
            case Opcodes.IS_ATOM -> test(pc, "isAtom");
            case Opcodes.IS_PID -> test(pc, "isPid");
            case Opcodes.IS_REFERENCE -> test(pc, "isReference");
            case Opcodes.IS_PORT -> test(pc, "isPort");
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
            case Opcodes.IS_BITSTR -> test(pc, "isBitstring");
            case Opcodes.IS_LIST -> test(pc, "isList");
            case Opcodes.IS_NONEMPTY_LIST -> {
                test(pc, "isCons");
                m.facts.isCons(ops[pc + 2]);
            }
            case Opcodes.IS_TUPLE -> test(pc, "isTuple");
            case Opcodes.IS_FUNCTION -> test(pc, "isFun");
            case Opcodes.IS_MAP -> {
                test(pc, "isMap");
                m.facts.isMap(ops[pc + 2]);
            }
            case Opcodes.TEST_ARITY -> {
                m.load(ops[pc + 2]);
                out.loadConstant(ops[pc + 3]);
                m.fast("isTuple", "ZJI");
                out.ifeq(m.label(ops[pc + 1]));
                m.facts.isTuple(ops[pc + 2], ops[pc + 3]);
            }
            case Opcodes.IS_TAGGED_TUPLE -> taggedTuple(pc);
            case Opcodes.IS_BOOLEAN -> {
                m.load(ops[pc + 2]);
                m.fast("isBoolean", "ZJ");
                out.ifeq(m.label(ops[pc + 1]));
            }
            case Opcodes.IS_FUNCTION2 -> {
                m.load(ops[pc + 2]);
                m.load(ops[pc + 3]);
                m.fast("isFunction", "ZJJ");
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
                cell(pc);
                out.lload(m.scratch(0));
                cons("head");
                m.store(ops[pc + 2]);
                out.lload(m.scratch(0));
                cons("tail");
                m.store(ops[pc + 3]);
            }
            case Opcodes.GET_HD -> {
                cell(pc);
                out.lload(m.scratch(0));
                cons("head");
                m.store(ops[pc + 2]);
            }
            case Opcodes.GET_TL -> {
                cell(pc);
                out.lload(m.scratch(0));
                cons("tail");
                m.store(ops[pc + 2]);
            }
            case Opcodes.PUT_LIST -> {
                m.process();
                m.load(ops[pc + 1]);
                m.load(ops[pc + 2]);
                m.fast("cons", "JPJJ");
                m.store(ops[pc + 3]);
                m.facts.isCons(ops[pc + 3]);
            }
            case Opcodes.GET_TUPLE_ELEMENT -> {
                tuple(pc, ops[pc + 1], ops[pc + 2]);
                out.lload(m.scratch(0));
                out.loadConstant(ops[pc + 2]);
                m.fast("elementAt", "JJI");
                m.store(ops[pc + 3]);
            }
            case Opcodes.PUT_TUPLE2 -> putTuple(pc);
            case Opcodes.UPDATE_RECORD -> updateRecord(pc);
            case Opcodes.MAKE_FUN3 -> makeFun(pc);

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
                m.process();
                out.loadConstant(m.pointer(ops[pc + 1]));
                m.ops("nextMessage", "ZPJ");
                out.ifeq(m.unwind());
                m.jump(ops[pc + 1]);
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
                out.ifne(badCode(pc));
                clear(ops[pc + 1]);
                out.lload(m.xSlot(3));
                m.store(0);
            }
            case Opcodes.RAISE, Opcodes.RAW_RAISE, Opcodes.WAIT_TIMEOUT, Opcodes.MAKE_FUN2, Opcodes.SET_TUPLE_ELEMENT,
                Opcodes.RECV_MARKER_BIND, Opcodes.RECV_MARKER_CLEAR, Opcodes.RECV_MARKER_RESERVE, Opcodes.RECV_MARKER_USE,
                Opcodes.BUILD_STACKTRACE -> execute(pc, 0);
            case Opcodes.PUT_MAP_ASSOC -> maps.put(pc, "mapPut");
            case Opcodes.PUT_MAP_EXACT -> maps.put(pc, "mapUpdate");
            case Opcodes.HAS_MAP_FIELDS -> maps.has(pc);
            case Opcodes.GET_MAP_ELEMENTS -> maps.get(pc);
            case Opcodes.FMOVE, Opcodes.FCONV, Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV, Opcodes.FNEGATE -> floats.emit(pc, op);
            case Opcodes.BS_GET_TAIL, Opcodes.BS_START_MATCH3, Opcodes.BS_START_MATCH4, Opcodes.BS_GET_INTEGER2, Opcodes.BS_GET_BINARY2,
                Opcodes.BS_SKIP_BITS2, Opcodes.BS_TEST_TAIL2, Opcodes.BS_TEST_UNIT, Opcodes.BS_MATCH_STRING, Opcodes.BS_MATCH,
                Opcodes.BS_GET_POSITION, Opcodes.BS_SET_POSITION, Opcodes.BS_GET_UTF8, Opcodes.BS_SKIP_UTF8 -> bits.emit(pc, op);
            case Opcodes.BS_CREATE_BIN -> new CreateEmitter(m).emit(pc);
            default -> {
                final OpInfo info = OpInfo.of(op);
                execute(pc, info.arity > 0 && info.kind(0) == OperandKind.LABEL ? ops[pc + 1] : 0);
            }
        }
        return true;
    }

    // The long way

    /** Lets the interpreter run an instruction. */
    private void execute(final int pc, final int fail) {
        m.spillX(m.shape.xCount);
        executeSpilled(m, pc, fail, () -> m.loadX(m.shape.xCount));
        m.facts.clear();
    }

    /** Lets the interpreter run an instruction whose registers stand in the array of the scheduler. */
    static void executeSpilled(final MethodEmitter m, final int pc, final int fail, final Runnable reload) {
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
                reload.run();
                m.jump(fail);
                out.labelBinding(leave);
            }
            m.process();
            out.iload(to);
            m.ops("leave", "JPI");
            out.lreturn();
        });
    }

    // Frames and room

    private void deallocate(final int yCount) {
        m.process();
        out.loadConstant(yCount);
        m.ops("deallocate", "VPI");
        m.frameIsClean();
        m.facts.framed();
    }

    private void allocate(final int pc, final int yCount, final int heapWords, final int live, final boolean zero) {
        room(pc, yCount + 1 + heapWords, live);
        m.process();
        out.loadConstant(yCount);
        m.ops("allocate", "VPI");
        m.dirtyFrame();
        m.facts.framed();
        final BitSet written = zero ? new BitSet() : writtenFirst(pc + m.length(pc));
        for (int i = 0; i < yCount; i++) {
            if (!written.get(i)) {
                clear(i << 2 | Code.KIND_Y);
            }
        }
    }

    /** Y registers that get a term before anybody can look at the frame. */
    private BitSet writtenFirst(final int from) {
        final BitSet written = new BitSet();
        int pc = from;
        while (pc < m.shape.end && !m.shape.isLabel(pc)) {
            final int op = Instructions.generic(ops[pc]);
            if (op == Opcodes.MOVE) {
                if ((ops[pc + 1] & 3) == Code.KIND_Y || (ops[pc + 2] & 3) != Code.KIND_Y && (ops[pc + 2] & 3) != Code.KIND_X) {
                    return written;
                }
                writes(written, ops[pc + 2]);
            } else if (op == Opcodes.INIT_YREGS) {
                for (int i = 0; i < ops[pc + 1]; i++) {
                    writes(written, ops[pc + 2 + i]);
                }
            } else {
                return written;
            }
            pc += m.length(pc);
        }
        return written;
    }

    private static void writes(final BitSet written, final int operand) {
        if ((operand & 3) == Code.KIND_Y) {
            written.set(operand >>> 2);
        }
    }

    private void room(final int pc, final int words, final int live) {
        final Label enough = out.newLabel();
        final Label collect = out.newLabel();
        m.process();
        out.loadConstant((long)words);
        if (m.plan.options.gcStress()) {
            m.ops("mustCollect", "ZPJ");
            out.ifne(collect);
        } else {
            m.ops("hasRoom", "ZPJ");
            out.ifeq(collect);
        }
        out.labelBinding(enough);
        m.tail(() -> {
            out.labelBinding(collect);
            m.cleanFrame();
            m.spillX(live);
            m.process();
            out.loadConstant(m.pointer(pc));
            out.loadConstant(live);
            out.loadConstant((long)words);
            m.ops("collect", "ZPJIJ");
            final Label leaves = m.shape.floatCount == 0 ? m.unwind() : out.newLabel();
            out.ifeq(leaves);
            m.loadX(live);
            out.goto_(enough);
            if (m.shape.floatCount > 0) {
                out.labelBinding(leaves);
                keepFloats();
            }
        });
    }

    private void keepFloats() {
        for (int i = 0; i < m.shape.floatCount; i++) {
            out.dload(m.floatSlot(i));
            m.process();
            out.loadConstant(i);
            m.ops("spillFloat", "VDPI");
        }
        m.process();
        out.loadConstant(m.shape.floatCount);
        m.ops("keepFloats", "VPI");
        out.goto_(m.unwind());
    }

    private void clear(final int operand) {
        out.loadConstant(Term.NIL);
        m.store(operand);
    }

    // Tests

    private void test(final int pc, final String name) {
        m.load(ops[pc + 2]);
        m.call(Names.TERM, name, "ZJ");
        out.ifeq(m.label(ops[pc + 1]));
    }

    private void compare(final int pc, final String name, final boolean wanted) {
        m.load(ops[pc + 2]);
        m.load(ops[pc + 3]);
        m.fast(name, "ZJJ");
        branchUnless(wanted, ops[pc + 1]);
    }

    private void branchUnless(final boolean wanted, final int fail) {
        if (wanted) {
            out.ifeq(m.label(fail));
        } else {
            out.ifne(m.label(fail));
        }
    }

    private void same(final int pc, final boolean wanted) {
        m.load(ops[pc + 2]);
        m.load(ops[pc + 3]);
        if (m.isImmediate(ops[pc + 2]) || m.isImmediate(ops[pc + 3])) {
            out.lcmp();
            if (wanted) {
                out.ifne(m.label(ops[pc + 1]));
            } else {
                out.ifeq(m.label(ops[pc + 1]));
            }
            return;
        }
        m.fast("same", "ZJJ");
        branchUnless(wanted, ops[pc + 1]);
    }

    private void taggedTuple(final int pc) {
        final Label fail = m.label(ops[pc + 1]);
        m.load(ops[pc + 2]);
        out.lstore(m.scratch(0));
        out.lload(m.scratch(0));
        out.loadConstant(ops[pc + 3]);
        m.fast("isTuple", "ZJI");
        out.ifeq(fail);
        out.lload(m.scratch(0));
        out.iconst_0();
        m.fast("elementAt", "JJI");
        m.load(ops[pc + 4]);
        out.lcmp();
        out.ifne(fail);
        m.facts.isTuple(ops[pc + 2], ops[pc + 3]);
    }

    // Data

    private Label badCode(final int pc) {
        return badCode(m, pc);
    }

    static Label badCode(final MethodEmitter m, final int pc) {
        final Label bad = m.out.newLabel();
        m.tail(() -> {
            m.out.labelBinding(bad);
            m.cleanFrame();
            m.here(pc);
            m.ops("badCode", "JPCI");
            m.out.lreturn();
        });
        return bad;
    }

    /** Puts the source of a get into the scratch variable: a cons cell. */
    private void cell(final int pc) {
        m.load(ops[pc + 1]);
        out.lstore(m.scratch(0));
        if (!m.facts.knowsCons(ops[pc + 1])) {
            out.lload(m.scratch(0));
            m.call(Names.TERM, "isCons", "ZJ");
            out.ifeq(badCode(pc));
            m.facts.isCons(ops[pc + 1]);
        }
    }

    private void cons(final String part) {
        m.call(Names.desc(dev.longbeam.term.Cons.class), part, "JJ");
    }

    private void tuple(final int pc, final int operand, final int index) {
        m.load(operand);
        out.lstore(m.scratch(0));
        if (!m.facts.knowsElement(operand, index)) {
            out.lload(m.scratch(0));
            out.loadConstant(index);
            m.fast("hasElement", "ZJI");
            out.ifeq(badCode(pc));
            m.facts.isTuple(operand, index + 1);
        }
    }

    private void putTuple(final int pc) {
        final int arity = ops[pc + 2];
        m.process();
        out.loadConstant(arity);
        m.fast("newTuple", "JPI");
        out.lstore(m.scratch(0));
        for (int i = 0; i < arity; i++) {
            putWord(8 * (i + 1), ops[pc + 3 + i]);
        }
        boxed(ops[pc + 1]);
        m.facts.isTuple(ops[pc + 1], arity);
    }

    private void putWord(final int offset, final int operand) {
        out.lload(m.scratch(0));
        out.loadConstant(offset);
        m.load(operand);
        m.fast("put", "VJIJ");
    }

    private void boxed(final int to) {
        out.lload(m.scratch(0));
        out.loadConstant(Term.TAG_BOXED);
        out.lor();
        m.store(to);
    }

    private void updateRecord(final int pc) {
        final int size = ops[pc + 2];
        for (int i = 0; i < ops[pc + 5]; i += 2) {
            if (ops[pc + 6 + i] < 1 || ops[pc + 6 + i] > size) {
                execute(pc, 0);
                return;
            }
        }
        m.load(ops[pc + 3]);
        out.loadConstant(size);
        m.fast("isTuple", "ZJI");
        out.ifeq(badCode(pc));
        m.process();
        m.load(ops[pc + 3]);
        out.loadConstant(size);
        m.fast("copyTuple", "JPJI");
        out.lstore(m.scratch(0));
        for (int i = 0; i < ops[pc + 5]; i += 2) {
            putWord(8 * ops[pc + 6 + i], ops[pc + 7 + i]);
        }
        boxed(ops[pc + 4]);
        m.facts.isTuple(ops[pc + 4], size);
    }

    private void makeFun(final int pc) {
        m.process();
        m.code();
        out.loadConstant(ops[pc + 1]);
        m.fast("makeFun", "JPCI");
        out.lstore(m.scratch(0));
        for (int i = 0; i < ops[pc + 3]; i++) {
            out.lload(m.scratch(0));
            out.loadConstant(i);
            m.load(ops[pc + 4 + i]);
            m.fast("free", "VJIJ");
        }
        out.lload(m.scratch(0));
        m.store(ops[pc + 2]);
    }

    // Messages

    private void unwindWhenNone() {
        out.lload(m.xSlot(0));
        out.lconst_0();
        out.lcmp();
        out.ifeq(m.unwind());
    }

    private void loopRec(final int pc) {
        m.process();
        m.call(Names.RECEIVE, "peek", "JP");
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

    private boolean raise(final int pc, final String name) {
        m.here(pc);
        m.load(ops[pc + 1]);
        m.ops(name, "JPCIJ");
        out.lreturn();
        return false;
    }

    private void catchEnd(final int pc) {
        clear(ops[pc + 1]);
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
