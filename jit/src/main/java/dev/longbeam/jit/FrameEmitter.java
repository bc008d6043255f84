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
        final BitSet writtenX = new BitSet();
        int pc = from;
        while (pc < m.shape.end && !m.shape.isLabel(pc)) {
            final int next = pc + m.length(pc);
            final int destinations = destinations(pc, writtenX);
            if (destinations == 0) {
                return written;
            }
            for (int at = destinations; at < next; at++) {
                ((ops[at] & 3) == Code.KIND_Y ? written : writtenX).set(ops[at] >>> 2);
            }
            pc = next;
        }
        return written;
    }

    /** Where the registers that an instruction writes begin, up to its end; 0 for one that reads Y registers, may fail or is not known here. */
    private int destinations(final int pc, final BitSet writtenX) {
        final int source = ops[pc + 1];
        final boolean isUnchanged = (source & 3) == Code.KIND_X && !writtenX.get(source >>> 2);
        return switch (Instructions.generic(ops[pc])) {
            case Opcodes.MOVE -> (source & 3) == Code.KIND_Y ? 0 : pc + 2;
            case Opcodes.INIT_YREGS -> pc + 2;
            case Opcodes.GET_LIST, Opcodes.GET_HD, Opcodes.GET_TL -> isUnchanged && m.facts.knowsCons(source) ? pc + 2 : 0;
            case Opcodes.GET_TUPLE_ELEMENT -> isUnchanged && m.facts.knowsElement(source, ops[pc + 2]) ? pc + 3 : 0;
            default -> 0;
        };
    }

    void room(final int pc, final int words, final int live) {
        final Label enough = out.newLabel();
        final Label collect = out.newLabel();
        m.process();
        if (m.plan.options.gcStress()) {
            out.loadConstant((long)words);
            m.ops("mustCollect", "ZPJ");
            out.ifne(collect);
        } else {
            // Compared here: of a method that does it HotSpot at times makes the comparison twice.
            m.ops("freeBytes", "JP");
            out.loadConstant(words * 8L);
            out.lcmp();
            out.iflt(collect);
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
