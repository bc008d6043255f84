package dev.longbeam.trace.export;

import dev.longbeam.trace.read.CallVisitor;
import dev.longbeam.trace.read.TraceEvent;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The call stack of every process as the events tell it. What was called before the trace begins is not known: a stack is then as deep as
 * is known.
 *
 * <p>Owned by one thread.
 */
final class CallStacks {
    private static final int FIRST_FRAMES = 16;

    /** The stack of one process: nodes of the tree, outermost first. */
    private static final class Stack {
        final int root;
        int[] frames = new int[FIRST_FRAMES];
        int depth;

        Stack(final int root) {
            this.root = root;
        }

        int top() {
            return depth == 0 ? root : frames[depth - 1];
        }

        void push(final int node) {
            if (depth == frames.length) {
                frames = Arrays.copyOf(frames, depth * 2);
            }
            frames[depth++] = node;
        }
    }

    /** Applies calls to the stack of the running process. */
    private final class Visitor implements CallVisitor {
        private Stack stack;
        private IntConsumer entered;

        @Override
        public void called(final long functionId, final boolean tail) {
            if (tail && stack.depth > 0) {
                stack.depth--;
            }
            final int node = tree.child(stack.top(), functionId);
            stack.push(node);
            entered.accept(node);
        }

        @Override
        public void returned() {
            if (stack.depth > 0) {
                stack.depth--;
            }
        }

        @Override
        public void unwound(final int count) {
            stack.depth = Math.max(0, stack.depth - count);
        }
    }

    private final CallTree tree;
    private final ProcessRoles roles;
    private final Long2ObjectHashMap<Stack> stacks = new Long2ObjectHashMap<>();
    private final Visitor visitor = new Visitor();
    private long latestPid;
    private Stack latest;

    CallStacks(final CallTree tree, final ProcessRoles roles) {
        this.tree = tree;
        this.roles = roles;
    }

    /** The stack of a process now. */
    int top(final long pid) {
        return stack(pid).top();
    }

    /** Follows the calls of an event of a process; each stack that a call makes is told. */
    void apply(final long pid, final TraceEvent calls, final IntConsumer entered) {
        visitor.stack = stack(pid);
        visitor.entered = entered;
        calls.forEachCall(visitor);
    }

    private Stack stack(final long pid) {
        if (latest == null || latestPid != pid) {
            latest = stacks.get(pid);
            if (latest == null) {
                latest = new Stack(tree.child(0, CallProfile.roleKey(roles.role(pid))));
                stacks.put(pid, latest);
            }
            latestPid = pid;
        }
        return latest;
    }

    /** A process has ended. */
    void forget(final long pid) {
        stacks.remove(pid);
        latest = null;
    }

    /** Events have been lost: what is called in which process is not known any more. */
    void forgetAll() {
        stacks.clear();
        latest = null;
    }
}
