package dev.longbeam.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A value of each thread, made when the thread first asks: a {@link ThreadLocal} that costs a {@link MemoryThread} two loads. For what
 * is needed for every message and every term that is walked.
 *
 * <p>Any thread. Make few, as static constants: each takes a slot of every memory thread for good.
 */
public final class PerThread<T> {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final int index = COUNT.getAndIncrement();
    private final Supplier<T> maker;
    private final ThreadLocal<T> others;

    /** A value per thread. */
    public PerThread(final Supplier<T> maker) {
        if (index >= MemoryThread.VALUES) {
            throw new IllegalStateException("more than " + MemoryThread.VALUES + " values per thread");
        }
        this.maker = maker;
        others = ThreadLocal.withInitial(maker);
    }

    /** The value of this thread. */
    @SuppressWarnings("unchecked")
    public T get() {
        if (Thread.currentThread() instanceof MemoryThread thread) {
            final T value = (T)thread.values[index];
            return value == null ? make(thread) : value;
        }
        return others.get();
    }

    /** Gives this thread another value. */
    public void set(final T value) {
        if (Thread.currentThread() instanceof MemoryThread thread) {
            thread.values[index] = value;
        } else {
            others.set(value);
        }
    }

    /** Takes the value away from this thread, which makes a new one when it asks again: somebody goes on with this one elsewhere. */
    public void release() {
        if (Thread.currentThread() instanceof MemoryThread thread) {
            thread.values[index] = null;
        } else {
            others.remove();
        }
    }

    private T make(final MemoryThread thread) {
        final T value = maker.get();
        thread.values[index] = value;
        return value;
    }
}
