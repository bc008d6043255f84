package dev.longbeam.jit;

import dev.longbeam.interp.Opcodes;
import dev.longbeam.term.MapLayout;
import dev.longbeam.term.Maps;
import dev.longbeam.term.SmallMaps;
import dev.longbeam.term.Term;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.List;

/** Emits instructions on maps. */
final class MapEmitter {
    private static final DirectMethodHandleDesc SITE = ConstantDescs.ofConstantBootstrap(Names.MAP_SITE, "make", Names.MAP_SITE);

    private static final int GUESSES = 2;
    private static final int KEYS = 3;

    private final MethodEmitter m;
    private final CodeBuilder out;
    private final int[] ops;

    MapEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
        ops = m.ops;
    }

    /** Pushes what remembers where the key at a position stands. */
    private void site(final int keyAt) {
        out.loadConstant(DynamicConstantDesc.ofNamed(SITE, "key" + keyAt, Names.MAP_SITE));
    }

    /** Puts the map into the scratch variable, or goes to the fail label. */
    private void map(final int pc) {
        m.load(ops[pc + 2]);
        out.lstore(m.scratch(0));
        if (!m.facts.knowsMap(ops[pc + 2])) {
            out.lload(m.scratch(0));
            m.call(Names.TERM, "isMap", "ZJ");
            out.ifeq(m.label(ops[pc + 1]));
            m.facts.isMap(ops[pc + 2]);
        }
    }

    void has(final int pc) {
        values(pc, 1);
    }

    void get(final int pc) {
        values(pc, 2);
    }

    /** Looks keys up, each followed by the register for its value where {@code step} is 2: those that are immediates several at a time. */
    private void values(final int pc, final int step) {
        map(pc);
        final int end = pc + 4 + ops[pc + 3];
        int at = pc + 4;
        while (at < end) {
            int to = at;
            while (to < end && (to - at) / step < MapSite.MOST_KEYS && m.isImmediate(ops[to])) {
                to += step;
            }
            if (to > at) {
                immediates(at, to, step, ops[pc + 1]);
            } else {
                to = at + step;
                out.lload(m.scratch(0));
                m.load(ops[at]);
                m.fast("mapValue", "JJJ");
                found(at, step, m.label(ops[pc + 1]));
            }
            at = to;
        }
    }

    /** Pops a value: stores it, or goes to a label for none. */
    private void found(final int at, final int step, final Label none) {
        out.lstore(m.scratch(1));
        m.ifNone(m.scratch(1), none);
        if (step > 1) {
            out.lload(m.scratch(1));
            m.store(ops[at + 1]);
        }
    }

    /** Keys that most likely stand where they stood last: the map is looked at once for all of them. */
    private void immediates(final int from, final int to, final int step, final int fail) {
        final Label search = out.newLabel();
        final Label next = out.newLabel();
        site(from);
        m.call(Names.MAP_SITE, "guesses", "IM");
        out.istore(m.scratch(GUESSES));
        out.lload(m.scratch(0));
        out.iload(m.scratch(GUESSES));
        m.call(Names.MAP_SITE, "fits", "ZJI");
        out.ifeq(search);
        out.lload(m.scratch(0));
        m.call(Names.SMALL_MAPS, "keys", "JJ");
        out.lstore(m.scratch(KEYS));
        for (int at = from; at < to; at += step) {
            m.label(fail);
            guessed("key", KEYS, at - from, step);
            m.load(ops[at]);
            out.lcmp();
            out.ifne(search);
            if (step > 1) {
                guessed("value", 0, at - from, step);
                m.store(ops[at + 1]);
            }
        }
        out.labelBinding(next);
        m.tail(() -> {
            out.labelBinding(search);
            for (int at = from; at < to; at += step) {
                out.lload(m.scratch(0));
                m.load(ops[at]);
                out.loadConstant((at - from) / step);
                site(from);
                m.call(Names.MAP_SITE, "find", "JJJIM");
                found(at, step, m.label(fail));
            }
            out.goto_(next);
        });
    }

    private void guessed(final String what, final int of, final int distance, final int step) {
        out.lload(m.scratch(of));
        out.iload(m.scratch(GUESSES));
        out.loadConstant(distance / step);
        m.call(Names.MAP_SITE, what, "JJII");
    }

    void put(final int pc, final int op) {
        final int count = ops[pc + 5];
        if (count == 2) {
            putOne(pc, op == Opcodes.PUT_MAP_ASSOC ? "put" : "update");
        } else if (isEmptyMap(ops[pc + 2]) && op == Opcodes.PUT_MAP_ASSOC && count / 2 <= MapLayout.MAX_FLAT_SIZE && keysAreConstant(pc)) {
            build(pc);
        } else if (keysAreImmediate(pc)) {
            putMany(pc);
        } else {
            putInEngine(pc);
        }
        m.facts.written(ops[pc + 3]);
        m.facts.isMap(ops[pc + 3]);
    }

    private void putOne(final int pc, final String name) {
        m.process();
        m.load(ops[pc + 2]);
        m.load(ops[pc + 6]);
        m.load(ops[pc + 7]);
        if (m.isImmediate(ops[pc + 6])) {
            site(pc + 6);
            m.call(Names.MAP_SITE, name, "JPJJJM");
        } else {
            m.fast("put".equals(name) ? "mapPut" : "mapUpdate", "JPJJJ");
        }
        m.keepOr(0, ops[pc + 1] > 0 ? m.label(ops[pc + 1]) : m.leaving(pc, "raise"));
        m.store(ops[pc + 3]);
    }

    private void putInEngine(final int pc) {
        m.spillOperand(ops[pc + 2]);
        for (int i = 0; i < ops[pc + 5]; i++) {
            m.spillOperand(ops[pc + 6 + i]);
        }
        InstructionEmitter.executeSpilled(m, pc, ops[pc + 1], ops[pc + 3]);
    }

    /** A map that has all the keys, as most have: its values are copied and set. */
    private void putMany(final int pc) {
        final Label engine = out.newLabel();
        final Label next = out.newLabel();
        m.process();
        m.load(ops[pc + 2]);
        m.fast("copyOfFlat", "JPJ");
        out.lstore(m.scratch(0));
        m.ifNone(m.scratch(0), engine);
        for (int i = 0; i < ops[pc + 5]; i += 2) {
            out.lload(m.scratch(0));
            m.load(ops[pc + 6 + i]);
            m.load(ops[pc + 7 + i]);
            site(pc + 6 + i);
            m.call(Names.MAP_SITE, "set", "ZJJJM");
            out.ifeq(engine);
        }
        out.lload(m.scratch(0));
        m.store(ops[pc + 3]);
        out.labelBinding(next);
        m.tail(() -> {
            out.labelBinding(engine);
            putInEngine(pc);
            out.goto_(next);
        });
    }

    /** A new map whose keys are known: they are sorted here. */
    private void build(final int pc) {
        final List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < ops[pc + 5]; i += 2) {
            keys.add(pc + 6 + i);
        }
        keys.sort((a, b) -> SmallMaps.order(m.constant(ops[a]), m.constant(ops[b])));
        m.process();
        out.loadConstant(keys.size());
        m.call(Names.SMALL_MAPS, "allocate", "JHI");
        out.lstore(m.scratch(0));
        for (int i = 0; i < keys.size(); i++) {
            out.lload(m.scratch(0));
            out.loadConstant(keys.size());
            out.loadConstant(i);
            m.load(ops[keys.get(i)]);
            m.load(ops[keys.get(i) + 1]);
            m.call(Names.SMALL_MAPS, "association", "VJIIJJ");
        }
        out.lload(m.scratch(0));
        m.store(ops[pc + 3]);
    }

    private boolean isEmptyMap(final int operand) {
        return MethodEmitter.isConstant(operand) && Term.isMap(m.constant(operand)) && Maps.size(m.constant(operand)) == 0;
    }

    private boolean keysAreConstant(final int pc) {
        for (int i = 0; i < ops[pc + 5]; i += 2) {
            if (!MethodEmitter.isConstant(ops[pc + 6 + i])) {
                return false;
            }
            for (int j = 0; j < i; j += 2) {
                if (SmallMaps.order(m.constant(ops[pc + 6 + i]), m.constant(ops[pc + 6 + j])) == 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean keysAreImmediate(final int pc) {
        for (int i = 0; i < ops[pc + 5]; i += 2) {
            if (!m.isImmediate(ops[pc + 6 + i])) {
                return false;
            }
        }
        return true;
    }
}
