/**
 * Raw off-heap memory: the one class that touches it, the address space that it comes from, and the block allocator.
 *
 * <p>Threads: everything here may be called from any thread. Memory: who allocates a block owns it and frees it with the size
 * that it asked for. Units: addresses and sizes are in bytes unless a name says otherwise. Start at {@link
 * dev.longbeam.memory.Memory}, then {@link dev.longbeam.memory.Blocks}.
 */
package dev.longbeam.memory;
