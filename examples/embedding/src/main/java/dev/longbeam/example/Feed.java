package dev.longbeam.example;

import dev.longbeam.embed.Behaviour;
import dev.longbeam.embed.ProcessContext;
import dev.longbeam.embed.TermReader;
import java.util.Arrays;

/** Gives each quote to all who have subscribed, and so the wish for a report, also to those who subscribe after it. */
final class Feed implements Behaviour {
    private long[] subscribers = new long[0];
    private boolean isOver;

    @Override
    public void onMessage(final ProcessContext ctx, final TermReader message) {
        if (message.isTuple(MarketData.SUBSCRIBE, 2)) {
            subscribers = Arrays.copyOf(subscribers, subscribers.length + 1);
            subscribers[subscribers.length - 1] = message.pidAt(1);
            if (isOver) {
                ctx.offer(message.pidAt(1), ctx.message().atom(MarketData.REPORT));
            }
            return;
        }
        isOver |= message.isAtom(MarketData.REPORT);
        if (message.isTuple(MarketData.QUOTE, 3) && message.float64At(2) <= 0) {
            throw new IllegalArgumentException("a price must be above 0: " + message);
        }
        for (final long subscriber : subscribers) {
            ctx.offer(subscriber, message);
        }
    }
}
