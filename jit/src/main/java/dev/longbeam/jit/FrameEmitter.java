package dev.longbeam.jit;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.Instructions;
import dev.longbeam.interp.Opcodes;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.BitSet;

/** Emits frames on the stack and room on the heap. */
final class FrameEmitter {
    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;

    FrameEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
        ops = m.ops;
    }

    void deallocate(final int yCount) {
        m.process();
        out.loadConstant(yCount);
        m.ops("deallocate", "VPI");
        m.frameIsClean();
        m.facts.framed();
    }

    void allocate(final int pc, final int yCount, final int heapWords, final int live, final boolean zero) {
        room(pc, yCount + 1 + heapWords, live);
        m.process();
        out.loadConstant(yCount);
        m.ops("allocate", "VPI");
        m.facts.room(heapWords);
        m.dirtyFrame();
        m.facts.framed();
        final BitSet written = zero ? new BitSet() : writtenFirst(pc + m.length(pc));
        for (int i = 0; i < yCount; i++) {
            if (!written.get(i)) {
                m.clear(i << 2 | Code.KIND_Y);
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

    void room(final int pc, final int words, final int live) {
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
        m.facts.room(words);
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
}
