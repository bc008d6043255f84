package dev.longbeam.memory;

/**
 * A thread with its own cache of free blocks: the fast way to {@link Blocks}. Schedulers are such threads; other threads,
 * virtual ones too, share a few locked caches.
 */
public class MemoryThread extends Thread {
    /** Slots for {@link PerThread}. */
    static final int VALUES = 32;

    final Object[] values = new Object[VALUES];
    private ThreadCache cache;

    /**
     * A thread that is not started.
     *
     * @param target run by it
     * @param name shown in thread dumps
     * @param stackBytes size of its Java stack, 0 for the JVM's default
     */
    public MemoryThread(final Runnable target, final String name, final long stackBytes) {
        super(null, target, name, stackBytes);
    }

    /** Runs the target with a cache; afterwards the cached blocks are everyone's. */
    @Override
    public final void run() {
        cache = Blocks.openCache();
        try {
            super.run();
        } finally {
            final ThreadCache closing = cache;
            cache = null;
            Blocks.closeCache(closing);
        }
    }

    final ThreadCache cache() {
        return cache;
    }
}
