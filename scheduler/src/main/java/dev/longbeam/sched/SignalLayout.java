package dev.longbeam.sched;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Term;

/**
 * A signal block: one off-heap block with a header and the terms that the signal carries.
 *
 * <pre>
 *    0  next signal
 *    8  bytes of the block &lt;&lt; 8 | type
 *   16  sender (a local pid) or NON_VALUE
 *   24  term
 *   32  off-heap list of the terms
 *   40  reference number (monitors, aliases), or handle of a request; the token of a message, see {@link SequentialTrace}
 *   48  id of the message
 *   56  id of the message that the sender of a signal was handling, for what the signal becomes
 *   64  words of the terms
 * </pre>
 *
 * <p>The sender owns a block until it has pushed it; then the receiver does. A received message's block becomes a heap fragment of the
 * receiver: its first two words then are the fragment's header.
 */
final class SignalLayout {
    static final int HEADER_BYTES = 64;

    static final int MESSAGE = 1;
    static final int ALIAS_MESSAGE = 2;
    static final int EXIT_LINKED = 3;
    static final int EXIT_REQUESTED = 4;
    static final int LINK = 5;
    static final int UNLINK = 6;
    static final int MONITOR = 7;
    static final int DEMONITOR = 8;
    static final int DOWN = 9;
    static final int REQUEST = 10;
    static final int UNLINK_DONE = 11;
    /** An alias message with a token: its term is {@code [Message | Token]}. */
    static final int ALIAS_TOKEN_MESSAGE = 12;

    /** A message that counts against the {@link MailboxLimit} of its receiver until it is taken. */
    static final int LIMITED_MESSAGE = 13;

    private SignalLayout() {
    }

    static long allocate(final int type, final long words) {
        return allocate(meta(type, words));
    }

    /** Allocates a block by its size and type, as {@link #meta} gives them. */
    static long allocate(final long meta) {
        final long addr = Blocks.allocate(meta >>> 8, MemoryKind.SIGNAL);
        Memory.putLong(addr + 8, meta);
        Memory.putLong(addr + 32, 0);
        Memory.putLong(addr + 40, 0);
        Memory.putLong(addr + 48, 0);
        Memory.putLong(addr + 56, 0);
        return addr;
    }

    /** Size and type as they stand in a block with terms of so many words. */
    static long meta(final int type, final long words) {
        return HEADER_BYTES + words * Memory.WORD_BYTES << 8 | type;
    }

    static long meta(final long addr) {
        return Memory.getLong(addr + 8);
    }

    /** What a builder has left of a block, so that all of it can be read as terms. */
    static void fill(final long fromAddr, final long toAddr) {
        for (long at = fromAddr; at < toAddr; at += Memory.WORD_BYTES) {
            Memory.putLong(at, Term.NIL);
        }
    }

    static void free(final long addr) {
        Blocks.free(addr, bytes(addr), MemoryKind.SIGNAL);
    }

    static long next(final long addr) {
        return Memory.getLong(addr);
    }

    static void next(final long addr, final long nextAddr) {
        Memory.putLong(addr, nextAddr);
    }

    static int type(final long addr) {
        return (int)Memory.getLong(addr + 8) & 0xFF;
    }

    /** Makes a message one that counts against a limit. */
    static void limited(final long addr) {
        Memory.putLong(addr + 8, Memory.getLong(addr + 8) & ~0xFFL | LIMITED_MESSAGE);
    }

    static long bytes(final long addr) {
        return Memory.getLong(addr + 8) >>> 8;
    }

    static long sender(final long addr) {
        return Memory.getLong(addr + 16);
    }

    static void sender(final long addr, final long pidTerm) {
        Memory.putLong(addr + 16, pidTerm);
    }

    static long term(final long addr) {
        return Memory.getLong(addr + 24);
    }

    static void term(final long addr, final long term) {
        Memory.putLong(addr + 24, term);
    }

    static long offHeapList(final long addr) {
        return Memory.getLong(addr + 32);
    }

    static void offHeapList(final long addr, final long listAddr) {
        Memory.putLong(addr + 32, listAddr);
    }

    static long number(final long addr) {
        return Memory.getLong(addr + 40);
    }

    static void number(final long addr, final long number) {
        Memory.putLong(addr + 40, number);
    }

    static long id(final long addr) {
        return Memory.getLong(addr + 48);
    }

    static long causeId(final long addr) {
        return Memory.getLong(addr + 56);
    }

    static long termWords(final long addr) {
        return bytes(addr) - HEADER_BYTES >> 3;
    }

    static void id(final long addr, final long id) {
        Memory.putLong(addr + 48, id);
    }

    static void id(final long addr, final long id, final long causeId) {
        Memory.putLong(addr + 48, id);
        Memory.putLong(addr + 56, causeId);
    }
}
