package dev.longbeam.term;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Java objects that magic references keep alive, by handle, each with a count of the references.
 *
 * <p>Any thread.
 */
public final class MagicTable {
    private static final class Entry {
        final MagicResource resource;
        final AtomicLong count = new AtomicLong(1);

        Entry(final MagicResource resource) {
            this.resource = resource;
        }
    }

    private static final ConcurrentHashMap<Long, Entry> ENTRIES = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong(1);

    private MagicTable() {
    }

    /** Enters a resource with one count. */
    public static long add(final MagicResource resource) {
        final long handle = NEXT.getAndIncrement();
        ENTRIES.put(handle, new Entry(resource));
        return handle;
    }

    /** Number of references to a live handle at this moment. */
    public static long count(final long handle) {
        return ENTRIES.get(handle).count.get();
    }

    /** The resource of a live handle. */
    public static MagicResource get(final long handle) {
        return ENTRIES.get(handle).resource;
    }

    /** Adds a count. */
    public static void retain(final long handle) {
        ENTRIES.get(handle).count.incrementAndGet();
    }

    /** Takes a count away; disposes of the resource when it was the last. */
    public static void release(final long handle) {
        final Entry entry = ENTRIES.get(handle);
        if (entry.count.decrementAndGet() == 0) {
            ENTRIES.remove(handle);
            entry.resource.dispose();
        }
    }
}
