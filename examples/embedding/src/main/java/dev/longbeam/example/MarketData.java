package dev.longbeam.example;

import dev.longbeam.embed.AtomTable;
import dev.longbeam.embed.ChildSpec;
import dev.longbeam.embed.Inbox;
import dev.longbeam.embed.MailboxPolicy;
import dev.longbeam.embed.Node;
import dev.longbeam.embed.NodeContext;
import dev.longbeam.embed.ProcessSpec;
import dev.longbeam.embed.SendResult;
import dev.longbeam.embed.Sender;
import dev.longbeam.embed.Supervisor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Market data fanned out: a thread of the host feeds quotes to a process, which gives each to all subscribers. A quote that is broken
 * crashes the feed; its supervisor starts it again, and the subscribers join anew.
 *
 * <pre>
 *   MarketData [quotes [subscribers]]
 * </pre>
 */
public final class MarketData {
    static final int QUOTE = AtomTable.of("quote");
    static final int SUBSCRIBE = AtomTable.of("subscribe");
    static final int REPORT = AtomTable.of("report");
    static final int FEED = AtomTable.of("feed");

    private static final int BROKEN_EVERY = 40_000;

    private MarketData() {
    }

    /** Runs it; the exit status is 1 when the figures are not what they must be. */
    public static void main(final String[] args) throws Exception {
        final int quotes = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        final int subscribers = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        try (Node node = Node.launch(new NodeContext().nodeName("market").schedulers(2)); Inbox inbox = node.inbox(); Sender sender = node.sender()) {
            final Supervisor market = Supervisor.of(Supervisor.Strategy.ONE_FOR_ONE).name("market").intensity(10, TimeUnit.SECONDS.toNanos(1))
                .child(ChildSpec.of("feed", ProcessSpec.of(Feed::new).register("feed").mailbox(4096, MailboxPolicy.REJECT)));
            for (int i = 0; i < subscribers; i++) {
                market.child(ChildSpec.of("subscriber " + i, ProcessSpec.of(() -> new Subscriber(inbox.pid()))));
            }
            node.spawn(market.spec());

            final int crashes = feed(sender, quotes);
            final long[] seen = new long[subscribers];
            final int[] reports = {0};
            while (sender.offerTo(FEED, sender.message().atom(REPORT)) != SendResult.SENT) {
                LockSupport.parkNanos(1000);
            }
            while (reports[0] < subscribers) {
                if (inbox.poll(report -> seen[reports[0]++] = report.int64(), subscribers) == 0) {
                    LockSupport.parkNanos(100_000);
                }
            }

            for (int i = 0; i < subscribers; i++) {
                System.out.println("subscriber saw " + seen[i] + " of " + quotes + " quotes, over " + crashes + " crashes of the feed");
                if (seen[i] == 0 || seen[i] > quotes) {
                    System.exit(1);
                }
            }
        }
    }

    /** Feeds quotes, a broken one now and then; returns how many of those there were. */
    private static int feed(final Sender sender, final int quotes) {
        int broken = 0;
        for (int i = 1; i <= quotes; i++) {
            final boolean isBroken = i % BROKEN_EVERY == 0;
            broken += isBroken ? 1 : 0;
            // A price of 0 is what the feed cannot take. No process: it has crashed, and is not back yet.
            while (sender.offerTo(FEED, sender.message().tuple(3).atom(QUOTE).int64(i).float64(isBroken ? 0 : 100 + i % 7)) != SendResult.SENT) {
                Thread.onSpinWait();
            }
        }
        return broken;
    }
}
