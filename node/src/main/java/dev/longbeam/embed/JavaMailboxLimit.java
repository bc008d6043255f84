package dev.longbeam.embed;

import dev.longbeam.sched.MailboxLimit;
import dev.longbeam.sched.Process;
import org.agrona.collections.LongHashSet;

/**
 * The limit of a mailbox with its policy.
 *
 * <p>Threads as in {@link MailboxLimit}.
 */
final class JavaMailboxLimit extends MailboxLimit {
    private final MailboxPolicy policy;
    private final NodeCore node;
    private final long owner;
    /** Processes that want to know when there is room again; guarded by itself. */
    private final LongHashSet waiting = new LongHashSet();
    private volatile boolean hasWaiting;

    JavaMailboxLimit(final NodeCore node, final long owner, final int capacity, final MailboxPolicy policy) {
        super(capacity);
        this.node = node;
        this.owner = owner;
        this.policy = policy;
    }

    @Override
    public int admit() {
        if (reserve(policy == MailboxPolicy.DROP_OLDEST ? 2 * capacity : capacity)) {
            return 0;
        }
        lost();
        return policy == MailboxPolicy.DROP_NEWEST ? DROPPED : REFUSED;
    }

    @Override
    protected boolean dropsOldest() {
        return policy == MailboxPolicy.DROP_OLDEST;
    }

    @Override
    protected void taken() {
        super.taken();
        if (hasWaiting && count() <= capacity / 2) {
            tellWaiting();
        }
    }

    /** A process has been refused: it hears when there is room. Any thread. */
    void refused(final long pid) {
        if (policy != MailboxPolicy.CREDIT) {
            return;
        }
        synchronized (waiting) {
            waiting.add(pid);
            hasWaiting = true;
        }
        // Both sides write first and read then, so that at least one of them sees that the other was there.
        if (count() <= capacity / 2) {
            tellWaiting();
        }
    }

    private void tellWaiting() {
        synchronized (waiting) {
            final LongHashSet.LongIterator pids = waiting.iterator();
            while (pids.hasNext()) {
                final Process to = node.emulator().processes.live(pids.nextValue());
                if (to != null) {
                    node.sendPair(to, Protocol.AM_CREDIT, owner);
                }
            }
            waiting.clear();
            hasWaiting = false;
        }
    }
}
