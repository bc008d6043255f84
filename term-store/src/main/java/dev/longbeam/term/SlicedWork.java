package dev.longbeam.term;

/**
 * Work on the terms of a process that may take longer than a time slice: it does a part, others run, it goes on. The process does
 * nothing else meanwhile and is not collected, so the work may keep terms and addresses of its heap.
 *
 * <p>One thread at a time, not always the same.
 */
public abstract class SlicedWork {
    /** Steps that may still be done in this part. A step is some ten nanoseconds of work: a term that is looked at, a cell that is made. */
    protected long budget;

    /** Does about that many steps; true when all is done, and {@link #result} is there. */
    public final boolean advance(final long steps) {
        budget = steps;
        return proceed();
    }

    /** Steps of the last part that were not needed; not negative. */
    public final long stepsLeft() {
        return Math.max(0, budget);
    }

    /** Works until all is done (true), or until the budget is used up. */
    protected abstract boolean proceed();

    /** The result, once, after all is done; NON_VALUE when the arguments are wrong, with nothing recorded in the heap. */
    public abstract long result();

    /** Called in place of {@link #result} when the process has ended: gives back what the work holds outside its heap. */
    public void release() {
    }
}
