package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MemoryCheckTest {
    private static final MemoryKind KIND = MemoryKind.BINARY;

    @BeforeEach
    void needsChecks() {
        assumeTrue(Memory.CHECK);
    }

    @Test
    void shouldAllowExactlyTheBytesOfABlock() {
        for (int bytes = 1; bytes <= 200; bytes++) {
            final int size = bytes;
            final long addr = Blocks.allocate(size, KIND);
            for (int at = 0; at < size; at++) {
                Memory.putByte(addr + at, at);
            }
            Memory.fill(addr, size, 0);
            finds("behind the end of a block", () -> Memory.getByte(addr + size));
            if (size >= 8) {
                finds("behind the end of a block", () -> Memory.getLong(addr + size - 7));
            }
            finds("behind the end of a block", () -> Memory.fill(addr, size + 1, 0));
            finds("before the start of a block", () -> Memory.getByte(addr - 1));
            finds("before the start of a block", () -> Memory.copy(addr - 1, addr - 1, size));
            Blocks.free(addr, size, KIND);
        }
    }

    @Test
    void shouldFindTheEndOfALongRange() {
        final long bytes = 1_000_003;
        final long addr = Blocks.allocate(bytes, KIND);
        assertDoesNotThrow(() -> Memory.fill(addr, bytes, 1));
        final IllegalMemoryAccess found = finds("behind the end of a block", () -> Memory.compare(addr, addr, bytes + 1));
        assertTrue(found.getMessage().contains("blockBytes=1000003 kind=BINARY offset=1000003"), found.getMessage());
        Memory.poison(addr + 500_000, 8);
        finds("unused part of a block", () -> Memory.fill(addr, bytes, 1));
        Blocks.free(addr, bytes, KIND);
    }

    @Test
    void shouldFindUseAfterFree() {
        final long addr = Blocks.allocate(100, KIND);
        Blocks.free(addr, 100, KIND);
        finds("read of freed memory", () -> Memory.getLong(addr));
        finds("write of freed memory", () -> Memory.putByte(addr + 99, 1));
        assertEquals((byte)0xDE, Raw.getByte(addr));
    }

    @Test
    void shouldFindDoubleFree() {
        final long addr = Blocks.allocate(100, KIND);
        Blocks.free(addr, 100, KIND);
        finds("double free", () -> Blocks.free(addr, 100, KIND));
    }

    @Test
    void shouldFindFreeWithWrongSizeOrKindOrAddress() {
        final long addr = Blocks.allocate(100, KIND);
        finds("free with the wrong size: ", () -> Blocks.free(addr, 96, KIND));
        finds("free with the wrong kind: ", () -> Blocks.free(addr, 100, MemoryKind.ETS));
        finds("free of an address that no block starts at", () -> Blocks.free(addr + 16, 84, KIND));
        finds("free of an address that no block starts at", () -> Blocks.free(addr + 8, 92, KIND));
        finds("free of an address that no block starts at", () -> Blocks.free(12345, 100, KIND));
        Blocks.free(addr, 100, KIND);
    }

    @Test
    void shouldFindAccessToMemoryThatWasNeverAllocated() {
        finds("outside the address space", () -> Memory.getLong(0));
        finds("outside the address space", () -> Memory.getLong(AddressSpace.LITERAL_END - 4));
        finds("of memory that is in no block", () -> Memory.getLong(AddressSpace.BLOCK_END - 8));
        finds("of memory that is in no block", () -> Memory.getLong(AddressSpace.LITERAL_END - 8));
        finds("outside the address space", () -> Memory.fill(AddressSpace.BLOCK_START, Long.MAX_VALUE, 0));
    }

    @Test
    void shouldCheckLiteralsLikeBlocks() {
        final long addr = Literals.allocate(40);
        Memory.putLong(addr + 32, 1);
        finds("behind the end of a block", () -> Memory.getLong(addr + 40));
        finds("free with the wrong size", () -> Literals.free(addr, 48));
        Literals.free(addr, 40);
        finds("of freed memory", () -> Memory.getLong(addr));
        finds("double free", () -> Literals.free(addr, 40));
    }

    @Test
    void shouldForbidPoisonedWordsUntilUnpoisoned() {
        final long addr = Blocks.allocate(64, KIND);
        Memory.poison(addr + 16, 32);
        assertDoesNotThrow(() -> Memory.getLong(addr + 8));
        finds("read of an unused part of a block", () -> Memory.getLong(addr + 16));
        finds("write of an unused part of a block", () -> Memory.fill(addr, 64, 0));
        assertDoesNotThrow(() -> Memory.getLong(addr + 48));
        Memory.unpoison(addr + 16, 8);
        assertDoesNotThrow(() -> Memory.getLong(addr + 16));
        finds("read of an unused part of a block", () -> Memory.getLong(addr + 20));
        finds("behind the end of a block", () -> Memory.poison(addr, 72));
        Blocks.free(addr, 64, KIND);
        finds("of freed memory", () -> Memory.unpoison(addr, 8));
    }

    @Test
    void shouldFindOverwritesThatBypassedTheChecks() {
        final long addr = Blocks.allocate(24, KIND);
        Raw.putByte(addr + 24, 0);
        finds("bytes behind a block were overwritten", () -> Blocks.free(addr, 24, KIND));
        Raw.putByte(addr + 24, 0xFB);
        Blocks.free(addr, 24, KIND);
    }

    @Test
    void shouldMoveTheEndWithResize() {
        final long addr = Blocks.allocate(1000, KIND);
        assertTrue(Blocks.resize(addr, 1000, 1005, KIND));
        Memory.putByte(addr + 1004, 1);
        finds("behind the end of a block", () -> Memory.getByte(addr + 1005));
        assertTrue(Blocks.resize(addr, 1005, 999, KIND));
        finds("behind the end of a block", () -> Memory.getByte(addr + 999));
        Blocks.free(addr, 999, KIND);
    }

    @Test
    void shouldForbidAccessToPagesThatABlockHasGivenBack() {
        final long addr = Blocks.allocate(1 << 20, KIND);
        assertTrue(Blocks.resize(addr, 1 << 20, 100_000, KIND));
        finds("behind the end of a block", () -> Memory.getByte(addr + 100_000));
        finds("of freed memory", () -> Memory.getByte(addr + 500_000));
        Blocks.free(addr, 100_000, KIND);
    }

    @Test
    void shouldCountLiveBlocks() {
        final long before = Blocks.liveBlocks(KIND);
        final long addr = Blocks.allocate(5, KIND);
        assertEquals(before + 1, Blocks.liveBlocks(KIND));
        assertTrue(Blocks.leakReport().contains("kind=BINARY bytes="));
        Blocks.free(addr, 5, KIND);
        assertEquals(before, Blocks.liveBlocks(KIND));
    }

    @Test
    void shouldRefuseEmptyBlocks() {
        finds("at least one byte", () -> Blocks.allocate(0, KIND));
    }

    private static IllegalMemoryAccess finds(final String what, final Executable access) {
        final IllegalMemoryAccess found = assertThrows(IllegalMemoryAccess.class, access);
        assertTrue(found.getMessage().contains(what), found.getMessage());
        return found;
    }
}
