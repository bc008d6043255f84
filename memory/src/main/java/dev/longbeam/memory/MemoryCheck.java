package dev.longbeam.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Check mode: our address sanitizer. Each access is checked to the byte against the live block that it lies in; blocks stand
 * between red zones; freed memory is overwritten and kept back for a while; frees must name the block's start, size and kind.
 *
 * <pre>
 *   raw block: | bytes | state, kind |  the block  | red zone, at least 16 bytes, filled with 0xFB |
 *              0       8             16            16 + bytes
 * </pre>
 *
 * <p>Any thread. Costs nothing when {@link Memory#CHECK} is false. Findings are thrown as {@link IllegalMemoryAccess}.
 */
final class MemoryCheck {
    private static final int HEADER_BYTES = 16;
    private static final int RED_ZONE_BYTES = 16;
    private static final int STATE = 8;
    private static final long LIVE_MAGIC = 0x4C49_5645_0000_0000L;
    private static final long FREED_MAGIC = 0x4652_4545_0000_0000L;
    private static final long MAGIC_MASK = -1L << 32;
    private static final int FRESH_FILL = 0xCD;
    private static final int FREED_FILL = 0xDE;
    private static final int RED_FILL = 0xFB;
    private static final long SEARCH_BYTES = 1 << 20;
    private static final int MAX_TRACES_SHOWN = 50;

    private static final boolean TRACES = Boolean.getBoolean("longbeam.memory.check.traces");
    private static final int TRACE_EVERY = Integer.getInteger("longbeam.memory.check.traces.every", 16);
    private static final Map<Long, Throwable> TRACE_BY_ADDR = new ConcurrentHashMap<>();
    private static final AtomicLong ALLOCATIONS = new AtomicLong();
    private static final AtomicLongArray LIVE_BLOCKS = new AtomicLongArray(MemoryKind.COUNT);
    private static final Quarantine QUARANTINE = new Quarantine();

    private MemoryCheck() {
    }

    static void read(final long addr, final long bytes) {
        check(addr, bytes, "read");
    }

    static void write(final long addr, final long bytes) {
        check(addr, bytes, "write");
    }

    private static void check(final long addr, final long bytes, final String what) {
        if (!Shadow.covers(addr, bytes)) {
            throw new IllegalMemoryAccess(what + " outside the address space: addr=0x" + Long.toHexString(addr) + " bytes=" + bytes);
        }
        if (bytes == 0) {
            return;
        }
        final long badAddr = Shadow.firstBad(addr, bytes);
        if (badAddr != 0) {
            throw badAccess(what, addr, bytes, badAddr);
        }
    }

    /** Bytes that a block of {@code bytes} takes with its header and red zone. */
    static long rawBytes(final long bytes) {
        if (bytes <= 0) {
            throw new IllegalMemoryAccess("a block must have at least one byte: bytes=" + bytes);
        }
        return HEADER_BYTES + bytes + RED_ZONE_BYTES;
    }

    /** Makes a live block of a raw one and returns its address. */
    static long open(final long rawAddr, final long rawBytes, final long bytes, final MemoryKind kind) {
        final long addr = rawAddr + HEADER_BYTES;
        Raw.putLong(rawAddr, bytes);
        Raw.putLong(rawAddr + STATE, LIVE_MAGIC | kind.ordinal());
        Raw.fill(addr, bytes, FRESH_FILL);
        Raw.fill(addr + bytes, RED_ZONE_BYTES, RED_FILL);
        Shadow.set(rawAddr, HEADER_BYTES, Shadow.BEFORE_BLOCK);
        shapeBlock(rawAddr, rawBytes, bytes);
        LIVE_BLOCKS.incrementAndGet(kind.ordinal());
        if (TRACES && ALLOCATIONS.getAndIncrement() % TRACE_EVERY == 0) {
            TRACE_BY_ADDR.put(addr, new Throwable("allocated by " + Thread.currentThread()));
        }
        return addr;
    }

    /** Ends a live block: verifies what the caller says of it, overwrites it and keeps it back. */
    static void close(final long addr, final long bytes, final MemoryKind kind, final long rawBytes) {
        verify("free", addr, bytes, kind);
        final long rawAddr = addr - HEADER_BYTES;
        final long state = LIVE_MAGIC | kind.ordinal();
        if (!Raw.compareAndSetLong(rawAddr + STATE, state, FREED_MAGIC | kind.ordinal())) {
            throw new IllegalMemoryAccess("double free, at the same time by two threads: " + describe(addr, bytes, kind));
        }
        Shadow.set(rawAddr, HEADER_BYTES, Shadow.BEFORE_FREED);
        Shadow.set(addr, rawBytes - HEADER_BYTES, Shadow.FREED);
        Raw.fill(addr, bytes, FREED_FILL);
        LIVE_BLOCKS.decrementAndGet(kind.ordinal());
        if (TRACES) {
            TRACE_BY_ADDR.remove(addr);
        }
        QUARANTINE.add(rawAddr, rawBytes);
    }

    /** Changes the size of a live block, whose raw one becomes smaller or stays as it is; returns the address of that. */
    static long resize(final long addr, final long oldBytes, final long newBytes, final MemoryKind kind, final long oldRawBytes,
        final long newRawBytes) {
        verify("resize", addr, oldBytes, kind);
        final long rawAddr = addr - HEADER_BYTES;
        Raw.putLong(rawAddr, newBytes);
        if (newBytes > oldBytes) {
            Raw.fill(addr + oldBytes, newBytes - oldBytes, FRESH_FILL);
        }
        Raw.fill(addr + newBytes, RED_ZONE_BYTES, RED_FILL);
        shapeBlock(rawAddr, newRawBytes, newBytes);
        Shadow.set(rawAddr + newRawBytes, oldRawBytes - newRawBytes, Shadow.FREED);
        return rawAddr;
    }

    /** Forbids access to words of a live block. */
    static void poison(final long addr, final long bytes) {
        requireOwnWords("poison", addr, bytes);
        Shadow.set(addr, bytes, Shadow.POISONED);
    }

    /** Allows access again to words of a live block. */
    static void unpoison(final long addr, final long bytes) {
        requireOwnWords("unpoison", addr, bytes);
        Shadow.set(addr, bytes, Shadow.LIVE);
    }

    static long liveBlocks(final MemoryKind kind) {
        return LIVE_BLOCKS.get(kind.ordinal());
    }

    /** Lets all kept back memory be used again. */
    static void clearQuarantine() {
        QUARANTINE.clear();
    }

    static void appendTraces(final StringBuilder report) {
        int shown = 0;
        for (final Map.Entry<Long, Throwable> entry : TRACE_BY_ADDR.entrySet()) {
            if (shown++ == MAX_TRACES_SHOWN) {
                report.append("... ").append(TRACE_BY_ADDR.size() - MAX_TRACES_SHOWN).append(" more\n");
                return;
            }
            final long addr = entry.getKey();
            report.append("addr=0x").append(Long.toHexString(addr)).append(" bytes=").append(Raw.getLong(addr - HEADER_BYTES))
                .append(' ').append(entry.getValue().getMessage()).append('\n');
            for (final StackTraceElement frame : entry.getValue().getStackTrace()) {
                report.append("    ").append(frame).append('\n');
            }
        }
    }

    private static void shapeBlock(final long rawAddr, final long rawBytes, final long bytes) {
        final long addr = rawAddr + HEADER_BYTES;
        final long behindAddr = addr + bytes + 7 & -8;
        Shadow.set(behindAddr, rawAddr + rawBytes - behindAddr, Shadow.BEHIND_BLOCK);
        Shadow.setLive(addr, bytes);
    }

    private static void requireOwnWords(final String what, final long addr, final long bytes) {
        if ((addr & 7) != 0 || (bytes & 7) != 0 || !Shadow.covers(addr, bytes)) {
            throw new IllegalMemoryAccess(what + " of something that is not words of a block: addr=0x" + Long.toHexString(addr)
                + " bytes=" + bytes);
        }
        for (long wordAddr = addr; wordAddr < addr + bytes; wordAddr += 8) {
            final int shadow = Shadow.get(wordAddr);
            if (shadow != Shadow.LIVE && shadow != Shadow.POISONED) {
                throw badAccess(what, addr, bytes, wordAddr);
            }
        }
    }

    private static void verify(final String what, final long addr, final long bytes, final MemoryKind kind) {
        if (!Shadow.covers(addr - HEADER_BYTES, HEADER_BYTES) || (addr & 15) != 0) {
            throw new IllegalMemoryAccess(what + " of an address that no block starts at: " + call(addr, bytes, kind));
        }
        final long rawAddr = addr - HEADER_BYTES;
        final int before = Shadow.get(addr - 8);
        if (before == Shadow.BEFORE_FREED && Shadow.get(addr) == Shadow.FREED) {
            throw new IllegalMemoryAccess((what.equals("free") ? "double free: " : what + " of a freed block: ") + call(addr, bytes, kind)
                + " freedBytes=" + Raw.getLong(rawAddr));
        }
        if (before != Shadow.BEFORE_BLOCK || Shadow.get(addr) == Shadow.BEFORE_BLOCK) {
            throw new IllegalMemoryAccess(what + " of an address that no block starts at: " + call(addr, bytes, kind) + nearestBlock(addr));
        }
        final long state = Raw.getLong(rawAddr + STATE);
        if ((state & MAGIC_MASK) != LIVE_MAGIC) {
            throw new IllegalMemoryAccess("the words before a block were overwritten: " + call(addr, bytes, kind));
        }
        if (Raw.getLong(rawAddr) != bytes) {
            throw new IllegalMemoryAccess(what + " with the wrong size: " + call(addr, bytes, kind) + " allocatedBytes=" + Raw.getLong(rawAddr));
        }
        if ((int)state != kind.ordinal()) {
            throw new IllegalMemoryAccess(what + " with the wrong kind: " + call(addr, bytes, kind) + " allocatedKind=" + MemoryKind.all()[(int)state]);
        }
        for (int i = 0; i < RED_ZONE_BYTES; i++) {
            if (Raw.getByte(addr + bytes + i) != (byte)RED_FILL) {
                throw new IllegalMemoryAccess("bytes behind a block were overwritten, by a library perhaps: " + call(addr, bytes, kind) + " offset="
                    + (bytes + i));
            }
        }
    }

    private static String call(final long addr, final long bytes, final MemoryKind kind) {
        return "addr=0x" + Long.toHexString(addr) + " bytes=" + bytes + " kind=" + kind;
    }

    private static IllegalMemoryAccess badAccess(final String what, final long addr, final long bytes, final long badAddr) {
        final int shadow = Shadow.get(badAddr);
        final String where = switch (shadow) {
            case Shadow.UNUSED -> "of memory that is in no block";
            case Shadow.BEFORE_BLOCK -> "before the start of a block";
            case Shadow.FREED, Shadow.BEFORE_FREED -> "of freed memory";
            case Shadow.POISONED -> "of an unused part of a block";
            default -> "behind the end of a block";
        };
        return new IllegalMemoryAccess(what + ' ' + where + ": addr=0x" + Long.toHexString(addr) + " bytes=" + bytes + " badAddr=0x"
            + Long.toHexString(badAddr) + nearestBlock(badAddr));
    }

    private static String nearestBlock(final long badAddr) {
        long wordAddr = badAddr & -8;
        if (Shadow.get(wordAddr) == Shadow.BEFORE_BLOCK) {
            while (Shadow.get(wordAddr) == Shadow.BEFORE_BLOCK) {
                wordAddr += 8;
            }
            return describeAt(wordAddr, badAddr);
        }
        final long stopAddr = Math.max(wordAddr - SEARCH_BYTES, AddressSpace.BLOCK_START);
        while (wordAddr >= stopAddr) {
            final int shadow = Shadow.get(wordAddr);
            if (shadow == Shadow.UNUSED) {
                return "";
            }
            if (shadow == Shadow.BEFORE_BLOCK || shadow == Shadow.BEFORE_FREED) {
                return describeAt(wordAddr + 8, badAddr);
            }
            wordAddr -= 8;
        }
        return "";
    }

    private static String describeAt(final long blockAddr, final long badAddr) {
        final long state = Raw.getLong(blockAddr - HEADER_BYTES + STATE);
        final int kind = (int)state;
        final String text = " block=0x" + Long.toHexString(blockAddr) + " blockBytes=" + Raw.getLong(blockAddr - HEADER_BYTES)
            + " kind=" + (kind >= 0 && kind < MemoryKind.COUNT ? MemoryKind.all()[kind] : "?") + " offset=" + (badAddr - blockAddr);
        final Throwable trace = TRACES ? TRACE_BY_ADDR.get(blockAddr) : null;
        return trace == null ? text : text + ' ' + trace.getMessage() + " at " + trace.getStackTrace()[2];
    }

    private static String describe(final long addr, final long bytes, final MemoryKind kind) {
        return "addr=0x" + Long.toHexString(addr) + " bytes=" + bytes + " kind=" + kind;
    }
}
