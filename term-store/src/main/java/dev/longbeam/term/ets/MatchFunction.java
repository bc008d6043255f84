package dev.longbeam.term.ets;

import dev.longbeam.term.Arith;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Maps;
import dev.longbeam.term.NodeTable;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.util.HashMap;
import java.util.Map;

/**
 * The functions that conditions and bodies of match specifications may call.
 *
 * <p>Immutable; any thread. They allocate on the heap of the run and collect nothing.
 */
final class MatchFunction {
    /** The work of a function: its result, or NON_VALUE when an argument does not fit. Arguments it has not are NON_VALUE. */
    @FunctionalInterface
    private interface Body {
        long call(MatchRun run, long first, long second, long third);
    }

    private static final Map<String, MatchFunction> TABLE = new HashMap<>();
    private static final long MAX_ARITY = 255;

    private final Body body;

    static {
        addTests();
        addAccess();
        addArithmetic();
        addComparisons();
    }

    private MatchFunction(final Body body) {
        this.body = body;
    }

    /** The function of a name and a number of arguments, or null. */
    static MatchFunction find(final String name, final int arity) {
        return TABLE.get(name + '/' + arity);
    }

    long call(final MatchRun run, final long first, final long second, final long third) {
        return body.call(run, first, second, third);
    }

    private static void add(final String nameAndArity, final Body body) {
        TABLE.put(nameAndArity, new MatchFunction(body));
    }

    private static void addTests() {
        add("is_atom/1", (r, a, b, c) -> Atoms.bool(Term.isAtom(a)));
        add("is_float/1", (r, a, b, c) -> Atoms.bool(Term.isFloat(a)));
        add("is_integer/1", (r, a, b, c) -> Atoms.bool(Term.isInteger(a)));
        add("is_list/1", (r, a, b, c) -> Atoms.bool(Term.isList(a)));
        add("is_number/1", (r, a, b, c) -> Atoms.bool(Term.isNumber(a)));
        add("is_pid/1", (r, a, b, c) -> Atoms.bool(Term.isPid(a)));
        add("is_port/1", (r, a, b, c) -> Atoms.bool(Term.isPort(a)));
        add("is_reference/1", (r, a, b, c) -> Atoms.bool(Term.isReference(a)));
        add("is_tuple/1", (r, a, b, c) -> Atoms.bool(Term.isTuple(a)));
        add("is_map/1", (r, a, b, c) -> Atoms.bool(Term.isMap(a)));
        add("is_binary/1", (r, a, b, c) -> Atoms.bool(Bitstring.isBinary(a)));
        add("is_bitstring/1", (r, a, b, c) -> Atoms.bool(Term.isBitstring(a)));
        add("is_boolean/1", (r, a, b, c) -> Atoms.bool(isBoolean(a)));
        add("is_function/1", (r, a, b, c) -> Atoms.bool(Term.isFun(a)));
        add("is_function/2", (r, a, b, c) -> isFunction(a, b));
        add("is_record/3", (r, a, b, c) -> isRecord(a, b, c));
        add("is_map_key/2", (r, a, b, c) -> Term.isMap(b) ? Atoms.bool(Maps.isKey(b, a)) : Term.NON_VALUE);
        add("not/1", (r, a, b, c) -> isBoolean(a) ? Atoms.bool(a == Atoms.FALSE) : Term.NON_VALUE);
        add("xor/2", (r, a, b, c) -> isBoolean(a) && isBoolean(b) ? Atoms.bool(a != b) : Term.NON_VALUE);
    }

    private static void addAccess() {
        add("element/2", (r, a, b, c) -> element(a, b));
        add("hd/1", (r, a, b, c) -> Term.isCons(a) ? Cons.head(a) : Term.NON_VALUE);
        add("tl/1", (r, a, b, c) -> Term.isCons(a) ? Cons.tail(a) : Term.NON_VALUE);
        add("length/1", (r, a, b, c) -> countOrFail(Cons.length(a)));
        add("size/1", (r, a, b, c) -> size(a));
        add("tuple_size/1", (r, a, b, c) -> Term.isTuple(a) ? Term.makeSmall(Tuple.arity(a)) : Term.NON_VALUE);
        add("byte_size/1", (r, a, b, c) -> Term.isBitstring(a) ? Term.makeSmall(Bitstring.bitSize(a) + 7 >>> 3) : Term.NON_VALUE);
        add("bit_size/1", (r, a, b, c) -> Term.isBitstring(a) ? Term.makeSmall(Bitstring.bitSize(a)) : Term.NON_VALUE);
        add("map_size/1", (r, a, b, c) -> Term.isMap(a) ? Term.makeSmall(Maps.size(a)) : Term.NON_VALUE);
        add("map_get/2", (r, a, b, c) -> Term.isMap(b) ? Maps.get(b, a) : Term.NON_VALUE);
        add("binary_part/2", (r, a, b, c) -> Term.isTuple(b) && Tuple.arity(b) == 2
            ? binaryPart(r.heap, a, Tuple.element(b, 1), Tuple.element(b, 2)) : Term.NON_VALUE);
        add("binary_part/3", (r, a, b, c) -> binaryPart(r.heap, a, b, c));
        add("node/0", (r, a, b, c) -> r.nodeTerm);
        add("node/1", (r, a, b, c) -> node(r, a));
    }

    private static void addArithmetic() {
        add("abs/1", (r, a, b, c) -> Arith.abs(r.heap, a));
        add("round/1", (r, a, b, c) -> Arith.round(r.heap, a));
        add("trunc/1", (r, a, b, c) -> Arith.trunc(r.heap, a));
        add("ceil/1", (r, a, b, c) -> Arith.ceil(r.heap, a));
        add("floor/1", (r, a, b, c) -> Arith.floor(r.heap, a));
        add("float/1", (r, a, b, c) -> Arith.toFloat(r.heap, a));
        add("+/1", (r, a, b, c) -> Arith.plus(r.heap, a));
        add("-/1", (r, a, b, c) -> Arith.negate(r.heap, a));
        add("+/2", (r, a, b, c) -> Arith.add(r.heap, a, b));
        add("-/2", (r, a, b, c) -> Arith.sub(r.heap, a, b));
        add("*/2", (r, a, b, c) -> Arith.mul(r.heap, a, b));
        add("//2", (r, a, b, c) -> Arith.divide(r.heap, a, b));
        add("div/2", (r, a, b, c) -> Arith.intDiv(r.heap, a, b));
        add("rem/2", (r, a, b, c) -> Arith.intRem(r.heap, a, b));
        add("band/2", (r, a, b, c) -> Arith.band(r.heap, a, b));
        add("bor/2", (r, a, b, c) -> Arith.bor(r.heap, a, b));
        add("bxor/2", (r, a, b, c) -> Arith.bxor(r.heap, a, b));
        add("bnot/1", (r, a, b, c) -> Arith.bnot(r.heap, a));
        add("bsl/2", (r, a, b, c) -> Arith.bsl(r.heap, a, b));
        add("bsr/2", (r, a, b, c) -> Arith.bsr(r.heap, a, b));
    }

    private static void addComparisons() {
        add(">/2", (r, a, b, c) -> Atoms.bool(Compare.compare(a, b) > 0));
        add(">=/2", (r, a, b, c) -> Atoms.bool(Compare.compare(a, b) >= 0));
        add("</2", (r, a, b, c) -> Atoms.bool(Compare.compare(a, b) < 0));
        add("=</2", (r, a, b, c) -> Atoms.bool(Compare.compare(a, b) <= 0));
        add("==/2", (r, a, b, c) -> Atoms.bool(Compare.equal(a, b)));
        add("/=/2", (r, a, b, c) -> Atoms.bool(!Compare.equal(a, b)));
        add("=:=/2", (r, a, b, c) -> Atoms.bool(EtsTerms.exactEqual(a, b)));
        add("=/=/2", (r, a, b, c) -> Atoms.bool(!EtsTerms.exactEqual(a, b)));
        add("max/2", (r, a, b, c) -> Compare.compare(a, b) < 0 ? b : a);
        add("min/2", (r, a, b, c) -> Compare.compare(a, b) > 0 ? b : a);
    }

    private static boolean isBoolean(final long term) {
        return term == Atoms.TRUE || term == Atoms.FALSE;
    }

    private static long countOrFail(final long count) {
        return count < 0 ? Term.NON_VALUE : Term.makeSmall(count);
    }

    private static long element(final long indexTerm, final long tupleTerm) {
        if (!Term.isSmall(indexTerm) || !Term.isTuple(tupleTerm)) {
            return Term.NON_VALUE;
        }
        final long index = Term.smallValue(indexTerm);
        return index < 1 || index > Tuple.arity(tupleTerm) ? Term.NON_VALUE : Tuple.element(tupleTerm, (int)index);
    }

    private static long size(final long term) {
        if (Term.isTuple(term)) {
            return Term.makeSmall(Tuple.arity(term));
        }
        return Term.isBitstring(term) ? Term.makeSmall(Bitstring.byteSize(term)) : Term.NON_VALUE;
    }

    private static long isRecord(final long term, final long tagTerm, final long sizeTerm) {
        if (!Term.isAtom(tagTerm) || !Term.isSmall(sizeTerm)) {
            return Term.NON_VALUE;
        }
        return Atoms.bool(Term.isTuple(term) && Tuple.arity(term) == Term.smallValue(sizeTerm) && Tuple.arity(term) > 0
            && Tuple.element(term, 1) == tagTerm);
    }

    private static long isFunction(final long term, final long arityTerm) {
        if (!Term.isSmall(arityTerm) || Term.smallValue(arityTerm) < 0) {
            return Term.isBig(arityTerm) ? Atoms.FALSE : Term.NON_VALUE;
        }
        return Atoms.bool(Term.isFun(term) && Term.smallValue(arityTerm) <= MAX_ARITY
            && dev.longbeam.term.Fun.arity(term) == Term.smallValue(arityTerm));
    }

    private static long binaryPart(final TermHeap heap, final long binaryTerm, final long startTerm, final long lengthTerm) {
        if (!Bitstring.isBinary(binaryTerm) || !Term.areSmall(startTerm, lengthTerm)) {
            return Term.NON_VALUE;
        }
        final long length = Term.smallValue(lengthTerm);
        final long start = length < 0 ? Term.smallValue(startTerm) + length : Term.smallValue(startTerm);
        final long size = Bitstring.byteSize(binaryTerm);
        final long bytes = Math.abs(length);
        if (start < 0 || bytes > size || start + bytes > size || Term.smallValue(startTerm) > size) {
            return Term.NON_VALUE;
        }
        return Bitstring.makeSub(heap, binaryTerm, start * 8, bytes * 8);
    }

    private static long node(final MatchRun run, final long term) {
        if (!Term.isPid(term) && !Term.isPort(term) && !Term.isReference(term)) {
            return Term.NON_VALUE;
        }
        final boolean local = Term.isImmediate(term) || Term.isBoxed(term, Term.SUBTAG_REF);
        return local ? run.nodeTerm : NodeTable.nameTerm(Pid.nodeIndex(term));
    }
}
