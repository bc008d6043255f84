package dev.longbeam.embed;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.MessageClaim;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExternalTerm;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Maps;
import dev.longbeam.term.NodeTerms;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * A flyweight that builds one term in off-heap memory, from the outside in:
 *
 * <pre>
 *   writer.reset().tuple(3).atom(QUOTE).int64(instrument).map(2).atom(BID).float64(99.5).atom(ASK).float64(100.5);
 * </pre>
 *
 * <p>A container is complete when it has got as many elements as it was begun with. A writer that a program makes grows as it needs, and
 * its term is copied when it is sent; the writer of a {@link Claim} writes into the message itself and must stay within the words that
 * were claimed. Writing allocates nothing on the Java heap but where a method says so.
 *
 * <p>A term that is too long, or sent before it is complete, is an {@link IllegalStateException} that says how. One thread.
 */
public final class TermWriter implements AutoCloseable {
    /** Words of a floating point number. */
    public static final int FLOAT_WORDS = 2;
    /** Words of an integer that does not fit 60 bits; those that do take none, nor do atoms, pids and the empty list. */
    public static final int LARGE_INTEGER_WORDS = 2;
    /** Words of a reference. */
    public static final int REFERENCE_WORDS = 3;

    private static final int MAP_HEAD_WORDS = 10;
    private static final int MAX_FLAT_MAP = 32;

    private final TermHeap heap;
    private final ScratchHeap scratch;
    private final Containers containers;
    private long root = Term.NON_VALUE;

    /** A writer that grows as it needs. {@link #close} frees what it holds. */
    public TermWriter() {
        scratch = new ScratchHeap();
        heap = scratch;
        containers = new Containers(heap);
    }

    /** A writer that grows as it needs, for a node and a thread that may be none of its own. */
    TermWriter(final NodeTerms node) {
        this();
        containers.node(node);
    }

    /** The writer of a claim. */
    TermWriter(final MessageClaim claim) {
        scratch = null;
        heap = claim;
        containers = new Containers(heap);
    }

    // Words, for claims

    /** Words of a tuple without its elements. */
    public static int tupleWords(final int arity) {
        return arity == 0 ? 0 : 1 + arity;
    }

    /** Words of a list without its elements. */
    public static int listWords(final int length) {
        return Cons.WORDS * length;
    }

    /**
     * Words of a map without its keys and values.
     *
     * @param size up to 32; larger maps cannot be written into claims
     */
    public static int mapWords(final int size) {
        if (size > MAX_FLAT_MAP) {
            throw new IllegalArgumentException("a map in a claim has up to " + MAX_FLAT_MAP + " associations, not " + size);
        }
        return 2 * size + MAP_HEAD_WORDS;
    }

    /** Words of a binary or text; more than 64 bytes stand in a block of their own that copies share. */
    public static int binaryWords(final int bytes) {
        return bytes > Bitstring.MAX_HEAP_BYTES ? Bitstring.REFC_WORDS : 2 + (bytes + 7 >>> 3);
    }

    // State

    /** Forgets what was written. */
    public TermWriter reset() {
        if (scratch == null) {
            throw new IllegalStateException("the writer of a claim is reset by the next claim");
        }
        scratch.reset();
        begin();
        return this;
    }

    void begin(final NodeTerms node) {
        containers.node(node);
        begin();
    }

    private void begin() {
        root = Term.NON_VALUE;
        containers.clear();
    }

    /** True when the term has all of its elements. */
    public boolean isComplete() {
        return root != Term.NON_VALUE;
    }

    /** The term; complete. */
    long term() {
        if (root == Term.NON_VALUE) {
            throw new IllegalStateException(containers.isEmpty() ? "nothing was written" : "the term is not complete: " + containers.describe());
        }
        return root;
    }

    /** Frees the memory of a writer that a program has made. */
    @Override
    public void close() {
        if (scratch != null) {
            begin();
            scratch.close();
        }
    }

    private TermWriter put(final long term) {
        if (root != Term.NON_VALUE) {
            throw new IllegalStateException("the term is complete; reset() begins the next");
        }
        root = containers.put(term);
        return this;
    }

    // Single values

    /** An atom. */
    public TermWriter atom(final int atom) {
        return put(Atom.term(atom));
    }

    /** An atom by name; looks it up, so that {@link #atom(int)} is faster. */
    public TermWriter atom(final String name) {
        return put(Atom.term(AtomTable.of(name)));
    }

    /** The atom {@code true} or {@code false}. */
    public TermWriter bool(final boolean value) {
        return put(value ? Atoms.TRUE : Atoms.FALSE);
    }

    /** An integer. */
    public TermWriter int64(final long value) {
        return put(Integers.make(heap, value));
    }

    /**
     * A floating point number.
     *
     * @throws IllegalArgumentException for an infinity or NaN: Erlang has none
     */
    public TermWriter float64(final double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Erlang has no float " + value);
        }
        return put(FloatTerm.make(heap, value));
    }

    /** A process. */
    public TermWriter pid(final long pid) {
        if (!Term.isLocalPid(pid)) {
            throw new IllegalArgumentException("not a pid: " + pid);
        }
        return put(pid);
    }

    /** A reference by its number. */
    public TermWriter reference(final long number) {
        return put(Ref.make(heap, number));
    }

    /** The empty list. */
    public TermWriter nil() {
        return put(Term.NIL);
    }

    // Binaries

    /** A binary of bytes. */
    public TermWriter binary(final byte[] bytes, final int offset, final int length) {
        java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        return put(Bitstring.make(heap, bytes, offset, length));
    }

    /** A binary of bytes of a buffer. */
    public TermWriter binary(final DirectBuffer buffer, final int offset, final int length) {
        buffer.boundsCheck(offset, length);
        final long binary = Bitstring.allocate(heap, length);
        final long addr = Bitstring.dataAddr(binary);
        for (int i = 0; i < length; i++) {
            Memory.putByte(addr + i, buffer.getByte(offset + i));
        }
        return put(binary);
    }

    /** A binary of text in UTF-8. Allocates for characters that are not ASCII. */
    public TermWriter string(final CharSequence text) {
        final int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) >= 0x80) {
                final byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                return binary(bytes, 0, bytes.length);
            }
        }
        final long binary = Bitstring.allocate(heap, length);
        final long addr = Bitstring.dataAddr(binary);
        for (int i = 0; i < length; i++) {
            Memory.putByte(addr + i, text.charAt(i));
        }
        return put(binary);
    }

    // Containers

    /** Begins a tuple; its elements follow. */
    public TermWriter tuple(final int arity) {
        if (arity < 0 || arity > Tuple.MAX_ARITY) {
            throw new IllegalArgumentException("bad arity of a tuple: " + arity);
        }
        return containers.tuple(arity) ? this : put(containers.last());
    }

    /** Begins a list of so many elements, which follow. */
    public TermWriter list(final int length) {
        if (length < 0) {
            throw new IllegalArgumentException("bad length of a list: " + length);
        }
        return containers.list(length) ? this : put(Term.NIL);
    }

    /** Begins a list whose length is not known yet; {@link #endList} ends it. */
    public TermWriter beginList() {
        containers.openList();
        return this;
    }

    /** Ends the list that {@link #beginList} began. */
    public TermWriter endList() {
        return put(containers.endList());
    }

    /** Begins a map of so many associations: key, value, key, value follow. Of equal keys the last wins. */
    public TermWriter map(final int size) {
        if (size < 0) {
            throw new IllegalArgumentException("bad size of a map: " + size);
        }
        return containers.map(size) ? this : put(Maps.empty(heap));
    }

    // Terms that are there already

    /** A copy of a term that a reader shows. */
    public TermWriter term(final TermReader reader) {
        return put(TermCopy.copy(reader.term(), heap));
    }

    /** A copy of a term that another writer has completed. */
    public TermWriter term(final TermWriter writer) {
        return put(TermCopy.copy(writer.term(), heap));
    }

    /**
     * A term in Erlang's external format.
     *
     * @throws IllegalArgumentException when the bytes are none
     */
    public TermWriter external(final byte[] bytes) {
        final NodeTerms before = containers.enter();
        final long term;
        try {
            term = ExternalTerm.decode(heap, bytes, 0, bytes.length);
        } finally {
            NodeTerms.enter(before);
        }
        if (term == Term.NON_VALUE) {
            throw new IllegalArgumentException("not a term in the external format: bytes=" + bytes.length);
        }
        return put(term);
    }
}
