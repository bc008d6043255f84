package dev.longbeam.trace.export;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceGap;
import dev.longbeam.trace.read.TraceNames;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import dev.longbeam.trace.report.TraceScan;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Where reductions or time went, by call stack; the outermost entry of each stack is the role of the process. A trace of the level
 * {@code messages} holds no calls: then the roles are all there is.
 *
 * <p>The sum of all weights is that of all slices: the reductions of a slice are shared among the calls in it, the time between two
 * moments of the trace among the calls between them. Owned by the thread of its reader.
 */
public final class CallProfile {
    /** What is weighed. */
    public enum Measure {
        /** Reductions. */
        REDUCTIONS,
        /** Nanoseconds on a scheduler. */
        TIME
    }

    /** The slice that runs on a stream. */
    private final class Slice {
        final WeightShare share = new WeightShare();
        final IntConsumer noting = share::note;
        long pid;
        long sinceTicks;

        void apply(final TraceEvent event, final EventType type) {
            if (type == EventType.SLICE_START) {
                pid = event.field(0);
                sinceTicks = event.time();
                share.clear();
            } else if (pid != 0 && (process == 0 || pid == process)) {
                inSlice(event, type);
            }
            if (type == EventType.SLICE_END) {
                pid = 0;
            }
        }

        private void inSlice(final TraceEvent event, final EventType type) {
            final long span = event.time() - sinceTicks;
            if (measure == Measure.TIME && span > 0) {
                share.share(clock(span), tree, stacks.top(pid));
                sinceTicks = event.time();
            }
            if (type == EventType.CALLS) {
                if (measure == Measure.TIME) {
                    share.note(stacks.top(pid));
                }
                calls += event.aux();
                stacks.apply(pid, event, noting);
            } else if (type == EventType.SLICE_END && measure == Measure.REDUCTIONS) {
                share.share(event.field(0), tree, stacks.top(pid));
            }
        }
    }

    private final TraceReader trace;
    private final Measure measure;
    private final long process;
    private final ProcessRoles roles;
    private final CallTree tree = new CallTree();
    private final CallStacks stacks;
    private final Int2ObjectHashMap<Slice> slices = new Int2ObjectHashMap<>();
    private long spanTicks;
    private long spanNs;
    private long calls;
    private long[] gaps;
    private int nextGap;

    private CallProfile(final TraceReader trace, final Measure measure, final long process, final ProcessRoles roles) {
        this.trace = trace;
        this.measure = measure;
        this.process = process;
        this.roles = roles;
        stacks = new CallStacks(tree, roles);
    }

    /**
     * Goes over a trace.
     *
     * @param process the pid's term word of the one process that counts; 0 for all
     */
    public static CallProfile of(final TraceReader trace, final Measure measure, final long process, final TraceProgress progress)
        throws IOException {
        final ProcessRoles roles = ProcessRoles.of(trace, progress);
        final CallProfile profile = new CallProfile(trace, measure, process, roles);
        profile.run(progress);
        return profile;
    }

    private void run(final TraceProgress progress) throws IOException {
        gaps = trace.gaps().stream().mapToLong(TraceGap::toTicks).sorted().toArray();
        TraceScan.inTimeOrder(trace, progress, this::apply);
    }

    private void apply(final TraceEvent event) {
        final EventType type = event.type();
        if (type == EventType.GAP || nextGap < gaps.length && event.time() >= gaps[nextGap]) {
            while (nextGap < gaps.length && event.time() >= gaps[nextGap]) {
                nextGap++;
            }
            stacks.forgetAll();
            slices.clear();
        }
        final int stream = event.stream();
        Slice slice = slices.get(stream);
        if (slice == null) {
            slice = new Slice();
            slices.put(stream, slice);
        }
        slice.apply(event, type);
        if (type == EventType.EXIT) {
            stacks.forget(event.field(0));
        }
    }

    /** Nanoseconds of a span; what rounding loses comes with a later one. */
    private long clock(final long ticks) {
        spanTicks += ticks;
        final long all = trace.clock().nanos(spanTicks);
        final long nanos = all - spanNs;
        spanNs = all;
        return nanos;
    }

    /** Key of a role in the tree; functions have other ones. */
    static long roleKey(final int role) {
        return Long.MIN_VALUE | role;
    }

    /** The stacks with their weights. */
    public CallTree tree() {
        return tree;
    }

    /** What is weighed. */
    public Measure measure() {
        return measure;
    }

    /** Number of calls in the trace that count; 0 for a trace without calls. */
    public long calls() {
        return calls;
    }

    /** What is called innermost in a stack: a function, or, outermost, a role. */
    public String label(final int node) {
        final long key = tree.key(node);
        final TraceNames names = trace.names();
        return node == 0 ? "all" : tree.parent(node) == 0 ? roles.label((int)key) : names.function(key).toString();
    }
}
