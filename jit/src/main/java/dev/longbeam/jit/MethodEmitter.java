package dev.longbeam.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Emits one method: beginning, jumps, ways out. What each instruction becomes stands in {@link InstructionEmitter} and its helpers.
 *
 * <p>Used by one thread.
 */
final class MethodEmitter extends RegisterEmitter {
    private static final int NOTHING = -1;

    final FunctionPlan function;
    final Method method;
    /** Instructions that have been seen to jump to a label, by its position, and what is known at all of them. */
    private final Map<Integer, BitSet> sources = new HashMap<>();
    private final Map<Integer, Facts> arriving = new HashMap<>();
    /** Position of the instruction that is being emitted, or {@link #NOTHING}. */
    private int emitting = NOTHING;
    /** Instructions before this position have been emitted. */
    private int emittedUpTo;
    private final Map<Integer, Label> labels = new HashMap<>();
    private final Map<Integer, Label> trampolines = new HashMap<>();
    private final Map<Integer, Label> rejections = new HashMap<>();
    private final Map<Method, Label> waysInto = new HashMap<>();
    private final List<Runnable> tails = new ArrayList<>();
    private final Label unwind;
    /** The functions in this method: one, or a group. */
    private final List<FunctionShape> members;
    /** Beginnings of functions, by their entries. */
    private final Map<Integer, Label> loops = new HashMap<>();
    /** Behind the beginning of a match, which is the first instruction, by entries. */
    private final Map<Integer, Label> matchings = new HashMap<>();
    /** Goes on at a return point of this function, whose number stands in the variable of the place; null where that is not done. */
    private Label returnLoop;
    /** The first word of the frame may hold anything: what can look at it, or leave the method, must clear it first. */
    private boolean frameDirty;

    MethodEmitter(final CodeBuilder out, final ClassPlan plan, final FunctionPlan function, final Method method) {
        super(out, plan, function.shape, new Locals(method.isPart(), function.shape.xCount, function.shape.floatCount));
        this.function = function;
        this.method = method;
        members = List.of(function.shape);
        unwind = out.newLabel();
    }

    /** Emits the method that a group shares; the function is one of the group. */
    MethodEmitter(final CodeBuilder out, final ClassPlan plan, final FunctionPlan function, final TailGroup group) {
        super(out, plan, function.shape, new Locals(true, group.xCount, group.floatCount));
        this.function = function;
        method = function.front;
        members = group.members;
        unwind = out.newLabel();
    }

    // The method

    void emit() {
        final InstructionEmitter instructions = new InstructionEmitter(this);
        if (method.isPart()) {
            beginPart();
            emit(instructions, method.from(), method.to());
        } else if (method.to() == 0) {
            // The function is cut in parts: this is only its front.
            beginFunction();
            checkReductions();
            spillX(shape.arity);
            callPart(shape.entry);
        } else if (members.size() == 1) {
            beginFunction();
            enter();
            emit(instructions, 0, method.to());
        } else {
            beginGroup();
            for (final FunctionShape member : members) {
                shape = member;
                out.labelBinding(loops.get(member.entry));
                enter();
                emit(instructions, 0, member.instructionCount);
            }
        }
        emitting = NOTHING;
        for (int i = 0; i < tails.size(); i++) {
            tails.get(i).run();
        }
        out.labelBinding(unwind);
        out.lconst_0();
        out.lreturn();
    }

    private void emit(final InstructionEmitter instructions, final int from, final int to) {
        boolean reached = false;
        emittedUpTo = 0;
        for (int i = from; i < to; i++) {
            final int pc = shape.position(i);
            if (pc < emittedUpTo) {
                continue;
            }
            final Label label = labels.get(pc);
            if (label != null) {
                if (reached) {
                    cleanFrame();
                }
                frameDirty = false;
                arrive(pc, reached);
                out.labelBinding(label);
                reached = true;
            }
            if (reached) {
                plan.line(this, pc);
                emitting = pc;
                reached = instructions.emit(pc);
                if (pc == shape.entry && shape.startsMatch()) {
                    out.labelBinding(matching());
                }
            }
        }
        if (reached) {
            jump(to == shape.instructionCount ? shape.end : shape.position(to));
        }
    }

    /** True for an instruction of this method that is reached from the one before it only. */
    boolean isBehind(final int pc) {
        return !shape.isLabel(pc) && (members.size() > 1 ? pc < shape.end : method.holds(pc));
    }

    /** The instructions from the next one on to a position have been emitted with this one; they go to the same label when they fail. */
    void emittedUpTo(final int behind, final int failPosition) {
        for (int pc = emitting; pc < behind; pc += length(pc)) {
            sources.get(failPosition).set(pc);
        }
        emittedUpTo = behind;
    }

    /**
     * Is at a label or a place: knows what is known wherever it is reached from, if all of that has been emitted. What has been shown of Y registers
     * before a call holds behind it, whoever comes in there: the interpreter makes the same tests.
     */
    private void arrive(final int pc, final boolean reachedFromAbove) {
        if (!shape.isLabel(pc) && reachedFromAbove) {
            return;
        }
        final Facts there = arriving.get(pc);
        if (there == null || !shape.isReachedOnlyFrom(pc, sources.get(pc))) {
            facts.clear();
        } else {
            facts = reachedFromAbove ? facts.meet(there) : there;
        }
    }

    private void beginFunction() {
        final int parameters = plan.parameters(shape.arity);
        for (int i = parameters; i < shape.xCount; i++) {
            clearX(i);
        }
        clearFloats();
        if (parameters < shape.arity) {
            loadX(shape.arity);
        }
        bindLabels();
        out.labelBinding(loopOf(shape.entry));
    }

    /** Begins with the number of a function. */
    private void beginGroup() {
        for (int i = function.group.arity; i < locals.xCount(); i++) {
            clearX(i);
        }
        clearFloats();
        final List<SwitchCase> cases = new ArrayList<>();
        for (final FunctionShape member : members) {
            shape = member;
            bindLabels();
            cases.add(SwitchCase.of(cases.size(), loopOf(member.entry)));
        }
        out.iload(1);
        out.tableswitch(0, cases.size() - 1, cases.getFirst().target(), cases);
    }

    private void beginPart() {
        for (int i = 0; i < shape.xCount; i++) {
            clearX(i);
        }
        clearFloats();
        bindLabels();
        final boolean isCut = function.parts.size() > 1;
        if (isCut) {
            loadX(shape.xCount);
        }
        final boolean returnsInLoop = function.returnsInLoop() && !plan.options.tracesCalls();
        final List<SwitchCase> cases = new ArrayList<>();
        final List<SwitchCase> returns = new ArrayList<>();
        final Map<Label, Integer> positions = new LinkedHashMap<>();
        function.places.forEach((pc, number) -> {
            if (method.holds(pc)) {
                final boolean inLoop = returnsInLoop && function.isLoopPoint(pc);
                final Label target = out.newLabel();
                (inLoop ? returns : cases).add(SwitchCase.of(number, target));
                positions.put(target, pc);
            }
        });
        final Label none = out.newLabel();
        final Label first = returnsInLoop ? out.newLabel() : none;
        out.iload(1);
        out.lookupswitch(first, cases);
        if (returnsInLoop) {
            // One way into the loop for all return points: HotSpot has little to say for loops that are entered in several places.
            returnLoop = out.newLabel();
            out.labelBinding(first);
            loadX(1);
            out.labelBinding(returnLoop);
            out.iload(1);
            out.lookupswitch(none, returns);
        }
        positions.forEach((target, pc) -> {
            out.labelBinding(target);
            if (!isCut && !(returnsInLoop && function.isLoopPoint(pc))) {
                loadX(function.liveAt(pc));
            }
            out.goto_(labels.computeIfAbsent(pc, at -> out.newLabel()));
        });
        out.labelBinding(none);
        out.goto_(unwind);
    }

    /**
     * Returns x0. Where the engine is the caller, and the frame below belongs to the same function, as in a deep recursion, the method goes on there
     * itself.
     */
    void returnResult() {
        if (returnLoop != null) {
            process();
            ops("returnPointer", "JP");
            out.lstore(scratch(0));
            function.places.forEach((pc, number) -> {
                if (function.isLoopPoint(pc)) {
                    final Label other = out.newLabel();
                    out.lload(scratch(0));
                    out.loadConstant(pointer(pc));
                    out.lcmp();
                    out.ifne(other);
                    process();
                    out.lconst_0();
                    ops("frame", "VPJ");
                    out.loadConstant(number);
                    out.istore(1);
                    out.goto_(returnLoop);
                    out.labelBinding(other);
                }
            });
        }
        out.lload(xSlot(0));
        out.lreturn();
    }

    private void bindLabels() {
        final int to = members.size() > 1 ? shape.instructionCount : method.to();
        for (int i = method.from(); i < to; i++) {
            if (shape.isLabel(shape.position(i))) {
                labels.put(shape.position(i), out.newLabel());
            }
        }
    }

    private Label loopOf(final int entry) {
        return loops.computeIfAbsent(entry, at -> out.newLabel());
    }

    private Label matching() {
        return matchings.computeIfAbsent(shape.entry, at -> out.newLabel());
    }

    /** The check of reductions of a function, and then its first instruction, which need not stand first. */
    private void enter() {
        checkReductions();
        out.goto_(labels.computeIfAbsent(shape.entry, pc -> out.newLabel()));
    }

    private void checkReductions() {
        process();
        out.dup();
        out.getfield(Names.PROCESS, "reductionsLeft", Names.INT);
        out.iconst_1();
        out.isub();
        out.dup_x1();
        out.putfield(Names.PROCESS, "reductionsLeft", Names.INT);
        final Label used = out.newLabel();
        out.ifle(used);
        tail(() -> {
            out.labelBinding(used);
            spillX(shape.arity);
            process();
            out.loadConstant(pointer(shape.entry));
            out.loadConstant(shape.arity);
            ops("preempt", "JPJI");
            out.lreturn();
        });
    }

    // Ways out

    /**
     * Code that stands behind everything else. Where it comes back, nothing may stand on the operand stack: HotSpot takes a jump back for a loop, and
     * compiles a method no further once it has tried to enter it in the middle of a loop that begins with something there.
     */
    void tail(final Runnable emitter) {
        final boolean dirty = frameDirty;
        final FunctionShape of = shape;
        tails.add(() -> {
            frameDirty = dirty;
            shape = of;
            emitter.run();
        });
    }

    /** The first word of the frame now holds anything. */
    void dirtyFrame() {
        frameDirty = true;
    }

    /** The frame is gone, or its first word is written. */
    void frameIsClean() {
        frameDirty = false;
    }

    /** Clears the first word of the frame if need be. */
    void cleanFrame() {
        if (frameDirty) {
            process();
            out.lconst_0();
            ops("frame", "VPJ");
            frameDirty = false;
        }
    }

    /** A way out of the method that tells the engine only where it happened. */
    Label leaving(final int pc, final String name) {
        final Label leaving = out.newLabel();
        tail(() -> {
            out.labelBinding(leaving);
            cleanFrame();
            here(pc);
            ops(name, "JPCI");
            out.lreturn();
        });
        return leaving;
    }

    /** Where NON_VALUE is returned. */
    Label unwind() {
        return unwind;
    }

    /** The label of a position, or of a way to the part that holds it. */
    Label label(final int pc) {
        cleanFrame();
        if (emitting != NOTHING && shape.rejections.isAlways(emitting, pc)) {
            return rejection(ops[pc + 1]);
        }
        if (emitting != NOTHING) {
            sources.computeIfAbsent(pc, to -> new BitSet()).set(emitting);
            arriving.merge(pc, facts.copy(), Facts::meet);
        }
        final Label label = labels.get(pc);
        return label != null ? label : trampolines.computeIfAbsent(pc, target -> {
            final Label trampoline = out.newLabel();
            tail(() -> {
                out.labelBinding(trampoline);
                if (!function.places.containsKey(target)) {
                    // Only a file that promises too much comes here.
                    here(shape.entry);
                    ops("badCode", "JPCI");
                    out.lreturn();
                } else {
                    process();
                    out.loadConstant(function.places.get(target));
                    out.goto_(wayInto(function.partOf(target)));
                }
            });
            return trampoline;
        });
    }

    /** Where a message is rejected for good by the receive at a position. */
    private Label rejection(final int receive) {
        return rejections.computeIfAbsent(receive, pc -> {
            final Label rejection = out.newLabel();
            tail(() -> {
                out.labelBinding(rejection);
                nextMessage("rejectMessage", pc);
            });
            return rejection;
        });
    }

    /** Goes on with the next message at a receive, or leaves when the slice is used up. */
    void nextMessage(final String name, final int receive) {
        process();
        out.loadConstant(pointer(receive));
        ops(name, "ZPJ");
        out.ifeq(unwind());
        jump(receive);
    }

    /** Goes on in another part, at the place that stands on the operand stack behind the process: all jumps there share what they must do before. */
    private Label wayInto(final Method part) {
        return waysInto.computeIfAbsent(part, to -> {
            final Label way = out.newLabel();
            tail(() -> {
                out.labelBinding(way);
                spillX(shape.xCount);
                out.invokestatic(plan.self, to.name(), Names.type("JPI"));
                out.lreturn();
            });
            return way;
        });
    }

    /** Goes to a position. */
    void jump(final int pc) {
        out.goto_(label(pc));
    }

    private void callPart(final int pc) {
        process();
        out.loadConstant(function.places.get(pc));
        out.invokestatic(plan.self, function.partOf(pc).name(), Names.type("JPI"));
        out.lreturn();
    }

    /**
     * Goes to the entry of a function of this method; its arguments stand in their registers. A function that begins with matching and hands on its match
     * context goes on behind that beginning, so that in such a loop the context is always the same value.
     */
    void loop(final int entry) {
        if (entry == shape.entry && shape.startsMatch() && facts.knowsContext(shape.matched)) {
            checkReductions();
            load(shape.matched);
            store(shape.matchedTo);
            out.goto_(matching());
        } else {
            out.goto_(loopOf(entry));
        }
    }

    /** True when a call of a position is a loop in this method. */
    boolean isLoop(final int pc) {
        return loops.containsKey(pc) && method.to() > 0;
    }
}
