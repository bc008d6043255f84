package dev.longbeam.jit;

import dev.longbeam.interp.ApplyCallSite;
import dev.longbeam.interp.BifFunction;
import dev.longbeam.interp.CallLinks;
import dev.longbeam.interp.ExportEntry;
import dev.longbeam.interp.FunCallSite;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.CallSite;
import java.util.Arrays;

/** Emits calls: of functions of the same module, of exported ones, of BIFs, of funs, and apply. */
final class CallEmitter {
    static final DirectMethodHandleDesc EXPORT = bootstrap(CallLinks.class, "export", 1);
    private static final DirectMethodHandleDesc LOCAL = bootstrap(CallLinks.class, "local", 1);
    static final DirectMethodHandleDesc FUN = bootstrap(FunCallSite.class, "link", 2);
    static final DirectMethodHandleDesc APPLY = bootstrap(ApplyCallSite.class, "link", 3);

    private final MethodEmitter m;
    private final CodeBuilder out;

    CallEmitter(final MethodEmitter m) {
        this.m = m;
        out = m.out;
    }

    static DirectMethodHandleDesc bootstrap(final Class<?> owner, final String name, final int ints) {
        final ClassDesc[] parameters = new ClassDesc[3 + ints];
        Arrays.fill(parameters, ConstantDescs.CD_int);
        parameters[0] = ConstantDescs.CD_MethodHandles_Lookup;
        parameters[1] = ConstantDescs.CD_String;
        parameters[2] = ConstantDescs.CD_MethodType;
        return MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, Names.desc(owner), name,
            MethodTypeDesc.of(Names.desc(CallSite.class), parameters));
    }

    // Functions of this module

    void body(final int pc, final int arity, final int position) {
        pushReturn(pc);
        invokeLocal(arity, position, true);
        returned();
    }

    void last(final int arity, final int position) {
        if (m.isLoop(position)) {
            traceCompiledCall(position, false);
            m.loop(position);
            return;
        }
        invokeLocal(arity, position, false);
        out.lreturn();
    }

    private void invokeLocal(final int arity, final int position, final boolean fromBody) {
        final String name = m.plan.nameAt(position);
        if (name != null) {
            traceCompiledCall(position, fromBody);
        } else {
            traceCall(fromBody ? "traceBodyCall" : "traceTailCall", position);
        }
        pushArguments(arity);
        if (name != null) {
            out.invokestatic(m.plan.self, name, m.plan.type(arity));
        } else {
            m.plan.invokeSite(out, "local" + position, DynamicCallSiteDesc.of(LOCAL, "call", m.plan.type(arity), position));
        }
    }

    // Functions of other modules

    void external(final int pc, final int arity, final int importIndex) {
        final ExportEntry entry = m.code.imports[importIndex];
        if (entry.builtin != null) {
            bif(pc, entry.builtin, importIndex);
            return;
        }
        pushReturn(pc);
        invokeExport(arity, importIndex, true);
        returned();
    }

    void externalLast(final int pc, final int arity, final int importIndex, final int yCount) {
        final ExportEntry entry = m.code.imports[importIndex];
        if (entry.builtin != null) {
            lastBif(pc, entry.builtin, importIndex, yCount);
            return;
        }
        if (yCount >= 0) {
            deallocate(yCount);
        }
        invokeExport(arity, importIndex, false);
        out.lreturn();
    }

    /** Tells the trace of a call, if it is to hear of calls: of a position or of an import. */
    private void traceCall(final String name, final int number) {
        if (m.plan.options.tracesCalls()) {
            m.here(number);
            m.ops(name, "VPCI");
        }
    }

    /** The same of a function that is in this class, and so compiled. */
    private void traceCompiledCall(final int position, final boolean fromBody) {
        if (m.plan.options.tracesCalls()) {
            m.process();
            out.loadConstant(m.pointer(position));
            out.loadConstant(fromBody ? 0 : 1);
            m.ops("traceCompiledCall", "VPJZ");
        }
    }

    private void traceBody() {
        if (m.plan.options.tracesCalls()) {
            m.process();
            m.ops("traceBody", "VP");
        }
    }

    private void traceBif(final int importIndex, final boolean last) {
        if (m.plan.options.tracesCalls()) {
            m.here(importIndex);
            out.loadConstant(last ? 1 : 0);
            m.ops("traceBif", "VPCIZ");
        }
    }

    private void invokeExport(final int arity, final int importIndex, final boolean fromBody) {
        traceCall(fromBody ? "traceBodyExport" : "traceTailExport", importIndex);
        pushArguments(arity);
        m.plan.invokeSite(out, "import" + importIndex, DynamicCallSiteDesc.of(EXPORT, "call", m.plan.type(arity), importIndex));
    }

    private void pushArguments(final int arity) {
        final int parameters = m.plan.parameters(arity);
        if (parameters < arity) {
            m.spillX(arity);
        }
        m.process();
        m.arguments(parameters);
    }

    private void deallocate(final int yCount) {
        m.process();
        out.loadConstant(yCount);
        m.ops("deallocate", "VPI");
        m.frameIsClean();
    }

    private void pushReturn(final int pc) {
        m.process();
        out.loadConstant(m.pointer(pc + m.length(pc)));
        m.ops("frame", "VPJ");
        m.frameIsClean();
    }

    /** The callee is back: its result becomes x0, or this function unwinds too. */
    private void returned() {
        out.lstore(m.xSlot(0));
        m.ifNone(m.xSlot(0), m.unwind());
        m.dirtyFrame();
        m.facts.called();
    }

    // BIFs

    private void invokeBif(final int pc, final BifFunction bif, final int importIndex, final boolean last) {
        m.cleanFrame();
        traceBif(importIndex, last);
        m.process();
        out.dup();
        out.getfield(Names.PROCESS, "reductionsLeft", Names.INT);
        out.iconst_1();
        out.isub();
        out.putfield(Names.PROCESS, "reductionsLeft", Names.INT);
        m.process();
        out.loadConstant(m.pointer(pc));
        out.putfield(Names.PROCESS, "codePointer", Names.LONG);
        m.process();
        m.arguments(bif.arity);
        BifEmitter.invoke(m, bif);
        out.lstore(m.scratch(0));
        if (!last) {
            m.traceReturn();
        }
        out.lload(m.scratch(0));
        out.lconst_0();
        out.lcmp();
    }

    private void bif(final int pc, final BifFunction bif, final int importIndex) {
        invokeBif(pc, bif, importIndex, false);
        final Label asks = out.newLabel();
        final Label next = out.newLabel();
        out.ifeq(asks);
        out.labelBinding(next);
        out.lload(m.scratch(0));
        m.store(0);
        m.facts.called();
        m.tail(() -> {
            out.labelBinding(asks);
            spillArguments(bif.arity);
            m.here(pc);
            out.loadConstant(pc + m.length(pc));
            out.loadConstant(importIndex);
            m.ops("bifOutcome", "JPCIII");
            out.lstore(m.scratch(0));
            m.ifNone(m.scratch(0), m.unwind());
            out.goto_(next);
        });
    }

    private void lastBif(final int pc, final BifFunction bif, final int importIndex, final int yCount) {
        invokeBif(pc, bif, importIndex, true);
        final Label asks = out.newLabel();
        out.ifeq(asks);
        if (yCount >= 0) {
            deallocate(yCount);
        }
        m.traceReturn();
        out.lload(m.scratch(0));
        out.lreturn();
        m.tail(() -> {
            out.labelBinding(asks);
            spillArguments(bif.arity);
            m.here(pc);
            out.loadConstant(yCount);
            out.loadConstant(importIndex);
            m.ops("lastBifOutcome", "JPCIII");
            out.lreturn();
        });
    }

    private void spillArguments(final int arity) {
        if (arity == 0) {
            return;
        }
        final Label spilled = out.newLabel();
        m.process();
        m.ops("wantsArguments", "ZP");
        out.ifeq(spilled);
        m.spillX(arity);
        out.labelBinding(spilled);
    }

    // Funs and apply

    /** A call of a fun; false when it leaves the function. */
    boolean fun(final int pc, final int arity, final int funOperand, final int lastForm) {
        final boolean last = m.ops[pc] == lastForm;
        m.load(funOperand);
        out.lstore(m.scratch(0));
        if (last) {
            // The deallocate follows behind the call.
            deallocate(m.ops[pc + m.length(pc) + 1]);
        } else {
            pushReturn(pc);
            traceBody();
        }
        final int next = last ? -1 : pc + m.length(pc);
        if (arity <= FunCallSite.MOST_ARGUMENTS && !m.plan.options.tracesCalls()) {
            m.process();
            m.arguments(arity);
            out.lload(m.scratch(0));
            m.plan.invokeSite(out, "fun" + pc, DynamicCallSiteDesc.of(FUN, "call", Names.type("JPJ" + "J".repeat(arity)), pc, next));
        } else {
            m.spillX(arity);
            m.here(pc);
            out.loadConstant(next);
            out.loadConstant(arity);
            out.lload(m.scratch(0));
            m.ops("callFun", "JPCIIIJ");
        }
        if (last) {
            out.lreturn();
            return false;
        }
        returned();
        return true;
    }

    void apply(final int pc, final int arity, final int yCount) {
        final int next = yCount < 0 ? pc + m.length(pc) : 0;
        if (arity <= ApplyCallSite.MOST_ARGUMENTS && !m.plan.options.tracesCalls()) {
            m.process();
            m.arguments(arity + 2);
            m.plan.invokeSite(out, "apply" + pc, DynamicCallSiteDesc.of(APPLY, "call", Names.type("JPJJ" + "J".repeat(arity)), pc, next, yCount));
        } else {
            m.spillX(arity + 2);
            m.here(pc);
            out.loadConstant(next);
            out.loadConstant(arity);
            out.loadConstant(yCount);
            m.ops("apply", "JPCIIII");
        }
        if (yCount >= 0) {
            out.lreturn();
        } else {
            returned();
        }
    }
}
