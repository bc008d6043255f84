package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Natives of {@code prim_buffer}. */
public final class PrimBufferBifs {
    private static final long AM_NOT_FOUND = Atom.of("not_found");
    private static final long AM_ACQUIRED = Atom.of("acquired");
    private static final long AM_BUSY = Atom.of("busy");
    private static final long AM_LOCK_ORDER_VIOLATION = Atom.of("lock_order_violation");
    /** Bytes searched or copied for one reduction. */
    private static final long BYTES_PER_REDUCTION = 1 << 9;

    private PrimBufferBifs() {
    }

    /** {@code new()}. */
    @Bif(value = "prim_buffer:new/0", kind = Bif.Kind.NATIVE)
    public static long newBuffer(final Process p) {
        return Ref.makeMagic(p, new PrimBuffer());
    }

    /** {@code size(Buffer)}. */
    @Bif(value = "prim_buffer:size/1", kind = Bif.Kind.NATIVE)
    public static long size(final Process p, final long bufferTerm) {
        final PrimBuffer buffer = Ref.resource(bufferTerm, PrimBuffer.class);
        return buffer == null ? p.badarg() : Integers.make(p, buffer.sizeBytes());
    }

    /** {@code write(Buffer, Binaries)}. */
    @Bif(value = "prim_buffer:write/2", kind = Bif.Kind.NATIVE)
    public static long write(final Process p, final long bufferTerm, final long binariesTerm) {
        final PrimBuffer buffer = Ref.resource(bufferTerm, PrimBuffer.class);
        final long bytes = buffer == null ? -1 : IoQueue.sizeOf(binariesTerm);
        if (bytes < 0) {
            return p.badarg();
        }
        buffer.write(binariesTerm, bytes);
        return Atoms.OK;
    }

    /** {@code copying_read(Buffer, Bytes)}. */
    @Bif(value = "prim_buffer:copying_read/2", kind = Bif.Kind.NATIVE)
    public static long copyingRead(final Process p, final long bufferTerm, final long bytesTerm) {
        final PrimBuffer buffer = Ref.resource(bufferTerm, PrimBuffer.class);
        if (buffer == null || !hasBytes(buffer, bytesTerm)) {
            return p.badarg();
        }
        bump(p, Integers.longValue(bytesTerm));
        return buffer.read(p, Integers.longValue(bytesTerm));
    }

    /** {@code skip(Buffer, Bytes)}. */
    @Bif(value = "prim_buffer:skip/2", kind = Bif.Kind.NATIVE)
    public static long skip(final Process p, final long bufferTerm, final long bytesTerm) {
        final PrimBuffer buffer = Ref.resource(bufferTerm, PrimBuffer.class);
        if (buffer == null || !hasBytes(buffer, bytesTerm)) {
            return p.badarg();
        }
        buffer.drop(Integers.longValue(bytesTerm));
        return Atoms.OK;
    }

    /** {@code peek_head(Buffer)}. */
    @Bif(value = "prim_buffer:peek_head/1", kind = Bif.Kind.NATIVE)
    public static long peekHead(final Process p, final long bufferTerm) {
        final PrimBuffer buffer = Ref.resource(bufferTerm, PrimBuffer.class);
        return buffer == null || buffer.sizeBytes() == 0 ? p.badarg() : buffer.headBinary(p);
    }

    /** {@code find_byte_index(Buffer, Byte)}. */
    @Bif(value = "prim_buffer:find_byte_index/2", kind = Bif.Kind.NATIVE)
    public static long findByteIndex(final Process p, final long bufferTerm, final long byteTerm) {
        final PrimBuffer buffer = Ref.resource(bufferTerm, PrimBuffer.class);
        if (buffer == null || !Term.isSmall(byteTerm) || Term.smallValue(byteTerm) < 0 || Term.smallValue(byteTerm) > 0xFF) {
            return p.badarg();
        }
        final long index = buffer.indexOf((int)Term.smallValue(byteTerm));
        bump(p, index < 0 ? buffer.sizeBytes() : index);
        return index < 0 ? AM_NOT_FOUND : Tuple.make(p, Atoms.OK, Integers.make(p, index));
    }

    /** {@code try_lock(Buffer)}. */
    @Bif(value = "prim_buffer:try_lock/1", kind = Bif.Kind.NATIVE)
    public static long tryLock(final Process p, final long bufferTerm) {
        final PrimBuffer buffer = Ref.resource(bufferTerm, PrimBuffer.class);
        if (buffer == null) {
            return p.badarg();
        }
        return buffer.tryLock() ? AM_ACQUIRED : AM_BUSY;
    }

    /** {@code unlock(Buffer)}. */
    @Bif(value = "prim_buffer:unlock/1", kind = Bif.Kind.NATIVE)
    public static long unlock(final Process p, final long bufferTerm) {
        final PrimBuffer buffer = Ref.resource(bufferTerm, PrimBuffer.class);
        if (buffer == null) {
            return p.badarg();
        }
        return buffer.unlock() ? Atoms.OK : p.fail(AM_LOCK_ORDER_VIOLATION);
    }

    private static boolean hasBytes(final PrimBuffer buffer, final long bytesTerm) {
        return Integers.fitsUnsignedLong(bytesTerm)
            && Long.compareUnsigned(Integers.unsignedLongValue(bytesTerm), buffer.sizeBytes()) <= 0;
    }

    private static void bump(final Process p, final long bytes) {
        p.bumpReductions((int)Math.min(Integer.MAX_VALUE, bytes / BYTES_PER_REDUCTION));
    }
}
