package dev.longbeam.trace.export;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.collections.Long2LongHashMap;

/** Sums for each role, and the messages between each two. Owned by one thread. */
public final class RoleFigures {
    /** What is summed up. */
    public enum Sum {
        /** Messages sent. */
        SENT,
        /** Messages received. */
        RECEIVED,
        /** Words of the messages sent. */
        SENT_WORDS,
        /** Reductions. */
        REDUCTIONS,
        /** Time on schedulers, in ticks. */
        RUN_TICKS,
        /** Time in run queues, in ticks. */
        QUEUE_TICKS,
        /** Time of collections, in ticks. */
        COLLECT_TICKS,
        /** Words allocated. */
        ALLOCATED_WORDS,
        /** Processes begun. */
        SPAWNED
    }

    private static final int MAX_PAIRS = 200_000;

    private final ProcessRoles roles;
    private final long[][] sums = new long[Sum.values().length][64];
    private final Long2LongHashMap pairs = new Long2LongHashMap(0);

    /** All zero. */
    public RoleFigures(final ProcessRoles roles) {
        this.roles = roles;
    }

    /** Adds to a sum of a role. */
    public void add(final Sum sum, final int role, final long amount) {
        long[] of = sums[sum.ordinal()];
        if (role >= of.length) {
            of = Arrays.copyOf(of, Math.max(role + 1, of.length * 2));
            sums[sum.ordinal()] = of;
        }
        of[role] += amount;
    }

    void message(final int from, final int to) {
        final long key = (long)from << Integer.SIZE | to;
        if (pairs.size() < MAX_PAIRS || pairs.containsKey(key)) {
            pairs.put(key, pairs.get(key) + 1);
        }
    }

    /** A sum of a role. */
    public long sum(final Sum sum, final int role) {
        final long[] of = sums[sum.ordinal()];
        return role < of.length ? of[role] : 0;
    }

    /** A sum over all roles. */
    public long total(final Sum sum) {
        return Arrays.stream(sums[sum.ordinal()]).sum();
    }

    /** The roles that send, receive or compute most. */
    void writeTalkers(final JsonOutput json, final int limit, final double nsPerTick) throws IOException {
        final List<Integer> order = IntStream.range(0, roles.count()).boxed()
            .sorted(Comparator.comparingLong((Integer role) -> -(sum(Sum.SENT, role) + sum(Sum.RECEIVED, role)))).limit(limit).toList();
        json.begin('[');
        for (final int role : order) {
            json.begin('{').name("role").value(roles.label(role)).name("sent").value(sum(Sum.SENT, role)).name("received")
                .value(sum(Sum.RECEIVED, role)).name("words").value(sum(Sum.SENT_WORDS, role)).name("reductions").value(sum(Sum.REDUCTIONS, role))
                .name("run_ns").value(Math.round(sum(Sum.RUN_TICKS, role) * nsPerTick)).name("queue_ns")
                .value(Math.round(sum(Sum.QUEUE_TICKS, role) * nsPerTick)).name("collect_ns")
                .value(Math.round(sum(Sum.COLLECT_TICKS, role) * nsPerTick)).end('}');
        }
        json.end(']');
    }

    /** The pairs with most messages. */
    void writeFlows(final JsonOutput json, final int limit) throws IOException {
        final long[] keys = new long[pairs.size()];
        int count = 0;
        for (final Long2LongHashMap.KeyIterator iterator = pairs.keySet().iterator(); iterator.hasNext();) {
            keys[count++] = iterator.nextValue();
        }
        final List<Long> order = Arrays.stream(keys).boxed().sorted(Comparator.comparingLong((Long key) -> -pairs.get(key.longValue()))).limit(limit)
            .toList();
        json.begin('[');
        for (final long key : order) {
            json.begin('{').name("from").value(roles.label((int)(key >>> Integer.SIZE))).name("to").value(roles.label((int)key)).name("messages")
                .value(pairs.get(key)).end('}');
        }
        json.end(']');
    }
}
