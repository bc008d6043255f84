package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Fun;
import dev.longbeam.term.FunEntry;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * Lists, tuples and funs. Each checks the kind of what it takes apart: a file whose types are wrong gets an exception, never a wild
 * pointer.
 */
final class DataOps {
    private static final long AM_BAD_CODE = Atom.of("bad_code");

    private DataOps() {
    }

    static int badCode(final Process p) {
        p.fail(AM_BAD_CODE);
        return Interpreter.RAISE;
    }

    static int getList(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long list = in.get(p, ops[pc + 1]);
        if (!Term.isCons(list)) {
            return badCode(p);
        }
        in.set(p, ops[pc + 2], Cons.head(list));
        in.set(p, ops[pc + 3], Cons.tail(list));
        return pc + 4;
    }

    static int getHead(final Interpreter in, final Process p, final int pc) {
        final long list = in.get(p, in.ops[pc + 1]);
        if (!Term.isCons(list)) {
            return badCode(p);
        }
        in.set(p, in.ops[pc + 2], Cons.head(list));
        return pc + 3;
    }

    static int getTail(final Interpreter in, final Process p, final int pc) {
        final long list = in.get(p, in.ops[pc + 1]);
        if (!Term.isCons(list)) {
            return badCode(p);
        }
        in.set(p, in.ops[pc + 2], Cons.tail(list));
        return pc + 3;
    }

    static int getTupleElement(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long tuple = in.get(p, ops[pc + 1]);
        if (!Term.isTuple(tuple) || ops[pc + 2] >= Tuple.arity(tuple)) {
            return badCode(p);
        }
        in.set(p, ops[pc + 3], Tuple.element(tuple, ops[pc + 2] + 1));
        return pc + 4;
    }

    static int setTupleElement(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long tuple = in.get(p, ops[pc + 2]);
        if (!Term.isTuple(tuple) || ops[pc + 3] >= Tuple.arity(tuple)) {
            return badCode(p);
        }
        Memory.putLong(Tuple.elementAddr(tuple, ops[pc + 3] + 1), in.get(p, ops[pc + 1]));
        return pc + 4;
    }

    static int putTuple(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final int arity = ops[pc + 2];
        final long addr = p.allocate(arity + 1L);
        Memory.putLong(addr, Tuple.header(arity));
        for (int i = 0; i < arity; i++) {
            Memory.putLong(addr + (i + 1) * 8L, in.get(p, ops[pc + 3 + i]));
        }
        in.set(p, ops[pc + 1], Term.makeBoxed(addr));
        return pc + 3 + arity;
    }

    static int updateRecord(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final int size = ops[pc + 2];
        final long source = in.get(p, ops[pc + 3]);
        final int count = ops[pc + 5];
        if (!TestOps.isTuple(source, size)) {
            return badCode(p);
        }
        final long addr = p.allocate(size + 1L);
        Memory.copyWords(Term.addr(source), addr, size + 1L);
        for (int i = pc + 6; i < pc + 6 + count; i += 2) {
            if (ops[i] < 1 || ops[i] > size) {
                return badCode(p);
            }
            Memory.putLong(addr + ops[i] * 8L, in.get(p, ops[i + 1]));
        }
        in.set(p, ops[pc + 4], Term.makeBoxed(addr));
        return pc + 6 + count;
    }

    static int makeFun(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final FunEntry entry = in.code.funs[ops[pc + 1]];
        final int count = ops[pc + 3];
        final long fun = Fun.makeLocal(p, entry, p.self);
        for (int i = 0; i < count; i++) {
            Fun.free(fun, i, in.get(p, ops[pc + 4 + i]));
        }
        in.set(p, ops[pc + 2], fun);
        return pc + 4 + count;
    }

    static int makeFunOld(final Interpreter in, final Process p, final int pc) {
        final FunEntry entry = in.code.funs[in.ops[pc + 1]];
        final long fun = Fun.makeLocal(p, entry, p.self);
        for (int i = 0; i < entry.freeCount; i++) {
            Fun.free(fun, i, in.x[i]);
        }
        in.x[0] = fun;
        return pc + 2;
    }
}
