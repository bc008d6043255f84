package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mailboxes with a limit, and inboxes. */
class MailboxTest {
    private final SteppedJavaNode stepped = new SteppedJavaNode(1);
    private final Node node = stepped.node;
    private final Sender sender = node.sender();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        sender.close();
        node.close();
    }

    private long limited(final int capacity, final MailboxPolicy policy) {
        return node.spawn(ProcessSpec.of((ctx, message) -> seen.add(message.toString())).mailbox(capacity, policy));
    }

    private List<Integer> sendNumbers(final long pid, final int from, final int to) {
        final List<Integer> results = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            results.add(sender.offer(pid, sender.message().int64(i)));
        }
        return results;
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        final long pid = limited(2, MailboxPolicy.REJECT);
        assertEquals(List.of(1, 1, -2), sendNumbers(pid, 1, 3));
        stepped.settle();
        assertEquals(List.of(1, 1, -2), sendNumbers(pid, 4, 6));
        stepped.settle();

        assertEquals(List.of("1", "2", "4", "5"), seen);
    }

    @Test
    void shouldCountWhatIsLost() {
        final long[] lost = new long[1];
        final long pid = node.spawn(ProcessSpec.of((ctx, message) -> lost[0] = ctx.lostMessages()).mailbox(2, MailboxPolicy.DROP_OLDEST));
        sendNumbers(pid, 1, 6);
        stepped.settle();

        assertEquals(4, lost[0]);
    }

    @Test
    void shouldDropTheNewest() {
        final long pid = limited(2, MailboxPolicy.DROP_NEWEST);
        assertEquals(List.of(1, 1, -3, -3), sendNumbers(pid, 1, 4));
        stepped.settle();

        assertEquals(List.of("1", "2"), seen);
    }

    @Test
    void shouldDropTheOldest() {
        final long pid = limited(2, MailboxPolicy.DROP_OLDEST);
        assertEquals(List.of(1, 1, 1, 1, -2), sendNumbers(pid, 1, 5));
        stepped.settle();
        assertEquals(List.of("3", "4"), seen);
        sendNumbers(pid, 6, 8);
        stepped.settle();

        assertEquals(List.of("3", "4", "7", "8"), seen);
    }

    @Test
    void shouldGiveAPlaceBackThatAClaimDidNotUse() {
        final long pid = limited(1, MailboxPolicy.REJECT);
        try (Claim claim = new Claim()) {
            assertEquals(SendResult.SENT, sender.tryClaim(pid, 0, claim));
            assertEquals(List.of(-2), sendNumbers(pid, 1, 1));
        }
        assertEquals(List.of(1), sendNumbers(pid, 2, 2));
    }

    @Test
    void shouldTellProcessesThatWereRefusedWhenThereIsRoom() {
        final long slow = limited(4, MailboxPolicy.CREDIT);
        final List<Integer> results = new ArrayList<>();
        node.spawn(ProcessSpec.of(new Behaviour() {
            @Override
            public void onStart(final ProcessContext ctx) {
                for (int i = 0; i < 5; i++) {
                    results.add(ctx.offer(slow, ctx.message().int64(i)));
                }
            }

            @Override
            public void onMessage(final ProcessContext ctx, final TermReader message) {
                throw new IllegalStateException("no message: " + message);
            }

            @Override
            public void onCredit(final ProcessContext ctx, final long pid) {
                assertEquals(slow, pid);
                results.add(ctx.offer(slow, ctx.message().int64(4)));
            }
        }));
        stepped.settle();

        assertEquals(List.of(1, 1, 1, 1, -2, 1), results);
        assertEquals(List.of("0", "1", "2", "3", "4"), seen);
    }

    @Test
    void shouldNotDropSignals() {
        final long pid = limited(1, MailboxPolicy.REJECT);
        sendNumbers(pid, 1, 1);
        node.exit(pid, AtomTable.of("enough"));
        stepped.settle();

        assertFalse(node.isAlive(pid));
    }

    @Test
    void shouldPollAnInbox() {
        try (Inbox inbox = node.inbox()) {
            final int count = 3000;
            sendNumbers(inbox.pid(), 1, count);
            stepped.settle();
            int polled = 0;
            final long[] sum = {0};
            while (polled < count) {
                final int some = inbox.poll(message -> sum[0] += message.int64(), 100);
                assertTrue(some > 0, "polled=" + polled);
                polled += some;
                stepped.settle();
            }

            assertEquals(0, inbox.poll(message -> sum[0]++, 100));
            assertEquals((long)count * (count + 1) / 2, sum[0]);
        }
    }

    @Test
    void shouldPollWhatHadComeWhenTheNodeClosed() {
        try (Inbox inbox = node.inbox()) {
            sendNumbers(inbox.pid(), 1, 2000);
            node.close();
            int polled = 0;
            for (int some = 1; some > 0; polled += some) {
                some = inbox.poll(message -> seen.add(message.toString()), 1000);
            }

            assertEquals(2000, polled);
            assertEquals("2000", seen.get(1999));
        }
    }
}
