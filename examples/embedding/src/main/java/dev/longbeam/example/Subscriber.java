package dev.longbeam.example;

import dev.longbeam.embed.Behaviour;
import dev.longbeam.embed.ProcessContext;
import dev.longbeam.embed.SendResult;
import dev.longbeam.embed.TermReader;

/** Counts quotes, and reports the number when asked. Watches the feed, and subscribes again when that is back after a crash. */
final class Subscriber implements Behaviour {
    private static final long RETRY_NS = 100_000;

    private final long reportTo;
    private long quotes;

    Subscriber(final long reportTo) {
        this.reportTo = reportTo;
    }

    @Override
    public void onStart(final ProcessContext ctx) {
        subscribe(ctx);
    }

    private void subscribe(final ProcessContext ctx) {
        final long feed = ctx.whereis(MarketData.FEED);
        // A feed that is back may have a full mailbox already, and then takes no subscription.
        if (feed == ProcessContext.NO_PID || ctx.offer(feed, ctx.message().tuple(2).atom(MarketData.SUBSCRIBE).pid(ctx.self())) != SendResult.SENT) {
            ctx.startTimer(RETRY_NS);
            return;
        }
        ctx.monitor(feed);
    }

    @Override
    public void onMessage(final ProcessContext ctx, final TermReader message) {
        if (message.isAtom(MarketData.REPORT)) {
            ctx.offer(reportTo, ctx.message().int64(quotes));
        } else {
            quotes++;
        }
    }

    @Override
    public void onDown(final ProcessContext ctx, final long monitorId, final long pid, final TermReader reason) {
        subscribe(ctx);
    }

    @Override
    public void onTimer(final ProcessContext ctx, final long timerId) {
        subscribe(ctx);
    }
}
