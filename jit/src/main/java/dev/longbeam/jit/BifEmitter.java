package dev.longbeam.jit;

import dev.longbeam.interp.BifFunction;
import dev.longbeam.interp.ExportEntry;
import dev.longbeam.term.Atoms;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.util.Map;

/** Emits guard BIFs: operators and functions that the bif and gc_bif instructions call. */
final class BifEmitter {
    /** Short ways of FastOps, by name and arity. */
    private static final Map<String, String> SHORT = Map.ofEntries(Map.entry("+/2", "add"), Map.entry("-/2", "subtract"),
        Map.entry("*/2", "multiply"), Map.entry("band/2", "band"), Map.entry("bor/2", "bor"), Map.entry("bxor/2", "bxor"),
        Map.entry("bsl/2", "bsl"), Map.entry("bsr/2", "bsr"), Map.entry("div/2", "div"), Map.entry("rem/2", "rem"),
        Map.entry("element/2", "element"), Map.entry("hd/1", "head"), Map.entry("tl/1", "tail"));

    private final MethodEmitter m;
    private final CodeBuilder out;

    BifEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
    }

    /** Calls the method of a BIF; process and arguments are pushed. */
    static void invoke(final MethodEmitter m, final BifFunction bif) {
        final ClassDesc owner = ClassDesc.of(bif.className());
        m.out.invokestatic(owner, bif.methodName, Names.type("JP" + "J".repeat(bif.arity)));
    }

    void bif0(final int pc) {
        m.process();
        invoke(m, m.code.imports[m.ops[pc + 1]].builtin);
        m.store(m.ops[pc + 2]);
    }

    /** A BIF whose arguments begin at a position, the destination behind them. */
    void bif(final int pc, final int fail, final int importIndex, final int arity, final int at) {
        final ExportEntry entry = m.code.imports[importIndex];
        final String fast = entry.moduleTerm == Atoms.ERLANG
            ? SHORT.get(dev.longbeam.term.Atom.name(entry.functionTerm) + "/" + entry.arity) : null;
        final Label failed = fail > 0 ? m.label(fail) : out.newLabel();
        if (fast == null || arity != 2 || !new ArithEmitter(m).operator(fast, m.ops[at], m.ops[at + 1], failed)) {
            m.process();
            for (int i = 0; i < arity; i++) {
                m.load(m.ops[at + i]);
            }
            if (fast != null) {
                m.fast(fast, "JP" + "J".repeat(arity));
            } else {
                invoke(m, entry.builtin);
            }
            m.keepOr(0, failed);
        }
        if (fail == 0) {
            m.tail(() -> {
                out.labelBinding(failed);
                m.cleanFrame();
                m.here(pc);
                out.loadConstant(importIndex);
                for (int i = 0; i < arity; i++) {
                    m.load(m.ops[at + i]);
                }
                m.ops("guardFailed", "JPCII" + "J".repeat(arity));
                out.lreturn();
            });
        }
        final boolean isNatural = isNatural(entry, at);
        m.store(m.ops[at + arity]);
        if (isNatural) {
            m.facts.isNatural(m.ops[at + arity]);
        }
    }

    /** True when the result cannot be but a small integer of zero or above. */
    private boolean isNatural(final ExportEntry entry, final int at) {
        if (entry.moduleTerm != Atoms.ERLANG) {
            return false;
        }
        final ArithEmitter arith = new ArithEmitter(m);
        return switch (dev.longbeam.term.Atom.name(entry.functionTerm) + "/" + entry.arity) {
            case "length/1", "byte_size/1", "bit_size/1", "size/1", "tuple_size/1", "map_size/1" -> true;
            case "band/2" -> arith.isNatural(m.ops[at]) || arith.isNatural(m.ops[at + 1]);
            case "rem/2", "div/2", "bsr/2" -> arith.isNatural(m.ops[at]) && arith.isNatural(m.ops[at + 1]);
            default -> false;
        };
    }
}
