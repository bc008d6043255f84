package dev.longbeam.embed;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bignum;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExternalTerm;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.Integers;
import dev.longbeam.term.MapCursor;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import dev.longbeam.term.Tuple;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * A flyweight over a term where it stands in off-heap memory. Reading allocates nothing but where a method says so.
 *
 * <p>The reader that a behaviour gets shows the message; other readers, which a program makes once and keeps, are moved onto parts of it:
 *
 * <pre>
 *   private final TermReader order = new TermReader();
 *   ..
 *   if (message.isTuple(ORDER, 3)) {          // {order, #{...}, Price}
 *       message.elementAt(1, order);
 *       final long price = message.int64At(2);
 *   }
 * </pre>
 *
 * <p>Elements count from 0. A term lives as long as the call that handed it out; copy what must stay, or send it on. Used later, a reader
 * shows garbage, and in check mode ({@code -Dlongbeam.memory.check=true}) throws {@link IllegalStateException}. A method that finds a
 * term of another type than it needs throws {@link IllegalArgumentException}, which names both.
 *
 * <p>One thread.
 */
public final class TermReader {
    private long term;
    private Lifetime lifetime = Lifetime.NONE;
    private long epoch;
    private MapCursor cursor;

    /** A reader that shows nothing yet. */
    public TermReader() {
        term = Term.NIL;
    }

    void wrap(final long newTerm, final Lifetime of) {
        term = newTerm;
        lifetime = of;
        epoch = of.epoch;
    }

    /** The term word. */
    long term() {
        if (Memory.CHECK && lifetime.epoch != epoch) {
            throw new IllegalStateException("reader used after its message is gone");
        }
        return term;
    }

    private void show(final TermReader other, final long part) {
        other.wrap(part, lifetime);
        other.epoch = epoch;
    }

    /** Makes this reader show the same term as another. */
    public TermReader wrap(final TermReader other) {
        other.show(this, other.term());
        return this;
    }

    // What it is

    /** What the term is. */
    public TermType type() {
        return TermTypes.of(term());
    }

    /** True for this atom. */
    public boolean isAtom(final int atom) {
        return term() == Atom.term(atom);
    }

    /** True for any atom. */
    public boolean isAtom() {
        return Term.isAtom(term());
    }

    /** True for an integer of any size. */
    public boolean isInteger() {
        return Term.isInteger(term());
    }

    /** True for an integer of 64 bits with sign. */
    public boolean isInt64() {
        return Term.isInteger(term()) && Integers.fitsLong(term);
    }

    /** True for a floating point number. */
    public boolean isFloat() {
        return Term.isFloat(term());
    }

    /** True for a tuple of any arity. */
    public boolean isTuple() {
        return Term.isTuple(term());
    }

    /** True for a tuple of this arity. */
    public boolean isTuple(final int arity) {
        return Term.isTuple(term()) && Tuple.arity(term) == arity;
    }

    /** True for a tuple of this arity whose first element is this atom. */
    public boolean isTuple(final int tagAtom, final int arity) {
        return Tuple.isTagged(term(), arity, Atom.term(tagAtom));
    }

    /** True for a list, the empty one, too. */
    public boolean isList() {
        return Term.isList(term());
    }

    /** True for a map. */
    public boolean isMap() {
        return Term.isMap(term());
    }

    /** True for a binary: whole bytes. */
    public boolean isBinary() {
        return Bitstring.isBinary(term());
    }

    /** True for a process of this node. */
    public boolean isPid() {
        return Term.isLocalPid(term());
    }

    /** True for a reference of this node. */
    public boolean isReference() {
        return Term.isBoxed(term(), Term.SUBTAG_REF);
    }

    // Single values

    /** The atom. */
    public int atom() {
        return Atom.index(require(Term.isAtom(term()), TermType.ATOM));
    }

    /** The atom as a truth value: {@code true} or {@code false}. */
    public boolean bool() {
        if (term() != Atoms.TRUE && term != Atoms.FALSE) {
            throw wrong("true or false");
        }
        return term == Atoms.TRUE;
    }

    /** The integer; it must have 64 bits with sign at most. */
    public long int64() {
        return TermTypes.int64(term());
    }

    /** The integer of any size; allocates. */
    public BigInteger bigInteger() {
        return Bignum.toBigInteger(require(Term.isInteger(term()), TermType.INTEGER));
    }

    /** The floating point number; an integer is none. */
    public double float64() {
        return FloatTerm.value(require(Term.isFloat(term()), TermType.FLOAT));
    }

    /** The process, which is of this node. */
    public long pid() {
        return require(Term.isLocalPid(term()), TermType.PID);
    }

    /** The number of the reference, which is of this node: equal numbers are equal references. */
    public long reference() {
        return Ref.number(require(isReference(), TermType.REFERENCE));
    }

    // Tuples

    /** Number of elements of the tuple. */
    public int arity() {
        return Tuple.arity(require(Term.isTuple(term()), TermType.TUPLE));
    }

    /** Moves another reader onto an element of the tuple, and returns that reader. */
    public TermReader elementAt(final int index, final TermReader element) {
        show(element, element(index));
        return element;
    }

    /** The atom at a place of the tuple. */
    public int atomAt(final int index) {
        final long element = element(index);
        if (!Term.isAtom(element)) {
            throw TermTypes.wrong("ATOM", element);
        }
        return Atom.index(element);
    }

    /** The integer at a place of the tuple. */
    public long int64At(final int index) {
        return TermTypes.int64(element(index));
    }

    /** The floating point number at a place of the tuple. */
    public double float64At(final int index) {
        final long element = element(index);
        if (!Term.isFloat(element)) {
            throw TermTypes.wrong("FLOAT", element);
        }
        return FloatTerm.value(element);
    }

    /** The process at a place of the tuple. */
    public long pidAt(final int index) {
        final long element = element(index);
        if (!Term.isLocalPid(element)) {
            throw TermTypes.wrong("PID", element);
        }
        return element;
    }

    private long element(final int index) {
        final long tuple = require(Term.isTuple(term()), TermType.TUPLE);
        if (index < 0 || index >= Tuple.arity(tuple)) {
            throw new IndexOutOfBoundsException("a tuple of " + Tuple.arity(tuple) + " elements has no element " + index);
        }
        return Tuple.element(tuple, index + 1);
    }

    // Lists

    /** Number of elements of the list; walks over it. */
    public int length() {
        final long length = Cons.length(require(Term.isList(term()), TermType.LIST));
        if (length < 0) {
            throw wrong("a list that ends with the empty list");
        }
        return (int)length;
    }

    /**
     * Walks over a list: moves another reader onto the first element and this one onto the rest.
     *
     * <pre>
     *   while (list.next(element)) { .. }
     * </pre>
     *
     * @return false when the list is empty; the other reader is not moved then
     */
    public boolean next(final TermReader element) {
        final long list = require(Term.isList(term()), TermType.LIST);
        if (Term.isNil(list)) {
            return false;
        }
        show(element, Cons.head(list));
        term = Cons.tail(list);
        return true;
    }

    // Maps

    /** Number of associations of the map. */
    public int size() {
        return (int)Maps.size(require(Term.isMap(term()), TermType.MAP));
    }

    /** Moves another reader onto the value of a key of the map; false when there is no such key. */
    public boolean get(final int keyAtom, final TermReader value) {
        return get(Atom.term(keyAtom), value);
    }

    /** The same with a key of any type. */
    public boolean get(final TermReader key, final TermReader value) {
        return get(key.term(), value);
    }

    private boolean get(final long key, final TermReader value) {
        final long found = lifetime.mapGet(require(Term.isMap(term()), TermType.MAP), key);
        if (found == Term.NON_VALUE) {
            return false;
        }
        show(value, found);
        return true;
    }

    /** Begins to walk over the map; the first time that a reader does so it allocates a cursor. */
    public void beginEntries() {
        require(Term.isMap(term()), TermType.MAP);
        cursor = cursor == null ? new MapCursor(term) : cursor;
        cursor.reset(term);
    }

    /** Goes on with {@link #beginEntries}: moves two readers onto the next association; false when there is none. */
    public boolean nextEntry(final TermReader key, final TermReader value) {
        if (!cursor.next()) {
            return false;
        }
        show(key, cursor.key());
        show(value, cursor.value());
        return true;
    }

    // Binaries

    /** Bytes of the binary. */
    public int byteLength() {
        return Math.toIntExact(Bitstring.byteSize(require(Bitstring.isBinary(term()), TermType.BINARY)));
    }

    /** A byte of the binary. */
    public byte byteAt(final int index) {
        final long binary = require(Bitstring.isBinary(term()), TermType.BINARY);
        if (index < 0 || index >= Bitstring.byteSize(binary)) {
            throw new IndexOutOfBoundsException("a binary of " + Bitstring.byteSize(binary) + " bytes has no byte " + index);
        }
        return (byte)Bitstring.byteAt(binary, index);
    }

    /**
     * Makes a buffer show the bytes of the binary where they stand, if they begin at a byte of memory; the buffer lives as long as the
     * term.
     *
     * @return false when they do not (a part of a bitstring, from Erlang); {@link #getBytes} works for those, too
     */
    public boolean wrapBytes(final DirectBuffer buffer) {
        final long binary = require(Bitstring.isBinary(term()), TermType.BINARY);
        if (Bitstring.bitOffset(binary) != 0) {
            return false;
        }
        buffer.wrap(Bitstring.dataAddr(binary), Math.toIntExact(Bitstring.byteSize(binary)));
        return true;
    }

    /**
     * Copies the binary.
     *
     * @return its length
     * @throws IndexOutOfBoundsException when it does not fit
     */
    public int getBytes(final byte[] to, final int offset) {
        final int length = byteLength();
        if (offset < 0 || length > to.length - offset) {
            throw new IndexOutOfBoundsException("a binary of " + length + " bytes does not fit into " + (to.length - offset));
        }
        if (Bitstring.bitOffset(term) == 0) {
            Memory.copyToArray(Bitstring.dataAddr(term), to, offset, length);
        } else {
            for (int i = 0; i < length; i++) {
                to[offset + i] = (byte)Bitstring.byteAt(term, i);
            }
        }
        return length;
    }

    /** The binary as text in UTF-8; allocates. */
    public String string() {
        final byte[] bytes = new byte[byteLength()];
        getBytes(bytes, 0);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    // Whole terms

    /** The term in Erlang's external format, from which {@link TermWriter#external} makes it again; allocates. */
    public byte[] toExternal() {
        return ExternalTerm.encodeToArray(term(), ExternalTerm.defaultOptions());
    }

    /** The term as text, as the emulator shows terms in its own messages; allocates. */
    @Override
    public String toString() {
        return TermPrinter.text(term());
    }

    private long require(final boolean is, final TermType type) {
        if (!is) {
            throw wrong(type.name());
        }
        return term;
    }

    private IllegalArgumentException wrong(final String wanted) {
        return TermTypes.wrong(wanted, term);
    }
}
