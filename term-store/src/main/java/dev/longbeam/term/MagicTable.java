package dev.longbeam.term;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Java objects that magic references keep alive, by handle, each with a count of the references. A handle is an index: a live one is found by two
 * array reads, which allocate nothing. It is used again when its last reference has gone.
 *
 * <p>Any thread.
 */
public final class MagicTable {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Entry.class, "count", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a handle stands for. */
    private static final class Entry {
        final MagicResource resource;
        private volatile int count = 1;

        Entry(final MagicResource resource) {
            this.resource = resource;
        }
    }

    private static volatile Entry[][] chunks = {new Entry[CHUNK]};
    private static int[] free = new int[CHUNK];
    private static int freeCount;
    private static int used = 1;

    private MagicTable() {
    }

    /** Enters a resource with one count. */
    public static synchronized long add(final MagicResource resource) {
        final int index = freeCount > 0 ? free[--freeCount] : used++;
        if (index >> CHUNK_BITS == chunks.length) {
            final Entry[][] more = java.util.Arrays.copyOf(chunks, chunks.length + 1);
            more[chunks.length] = new Entry[CHUNK];
            chunks = more;
        }
        chunks[index >> CHUNK_BITS][index & CHUNK - 1] = new Entry(resource);
        return index;
    }

    private static Entry entry(final long handle) {
        return chunks[(int)(handle >> CHUNK_BITS)][(int)handle & CHUNK - 1];
    }

    private static synchronized void remove(final int index) {
        chunks[index >> CHUNK_BITS][index & CHUNK - 1] = null;
        if (freeCount == free.length) {
            free = java.util.Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = index;
    }

    /** Number of references to a live handle at this moment. */
    public static long count(final long handle) {
        return entry(handle).count;
    }

    /** The resource of a live handle. */
    public static MagicResource get(final long handle) {
        return entry(handle).resource;
    }

    /** Adds a count. */
    public static void retain(final long handle) {
        COUNT.getAndAdd(entry(handle), 1);
    }

    /** Takes a count away; disposes of the resource when it was the last. */
    public static void release(final long handle) {
        final Entry entry = entry(handle);
        if ((int)COUNT.getAndAdd(entry, -1) == 1) {
            remove((int)handle);
            entry.resource.dispose();
        }
    }
}
