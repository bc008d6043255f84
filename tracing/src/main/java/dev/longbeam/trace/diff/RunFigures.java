package dev.longbeam.trace.diff;

import dev.longbeam.trace.export.ProcessRoles;
import dev.longbeam.trace.export.RoleFigures;
import dev.longbeam.trace.export.RoleFigures.Sum;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceGap;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import dev.longbeam.trace.report.TraceScan;
import java.io.IOException;
import java.util.TreeMap;

/** The stable figures of one recording, in total and by group of processes. Immutable once made. */
public final class RunFigures {
    private final String name;
    private final long[] totals = new long[Figure.values().length];
    private final TreeMap<String, long[]> groups = new TreeMap<>();
    private final MessageDepths depths = new MessageDepths();
    private long lost;

    private RunFigures(final String name) {
        this.name = name;
    }

    /** Goes twice over a trace. */
    public static RunFigures of(final TraceReader trace, final TraceProgress progress) throws IOException {
        final RunFigures run = new RunFigures(trace.directory().toString());
        final ProcessRoles roles = ProcessRoles.of(trace, progress);
        final RoleFigures sums = new RoleFigures(roles);
        TraceScan.inTimeOrder(trace, progress, event -> run.apply(event, roles, sums));
        for (final TraceGap gap : trace.gaps()) {
            run.lost += gap.batches();
        }
        for (int role = 0; role < roles.count(); role++) {
            final long[] figures = new long[Figure.values().length];
            figures[Figure.REDUCTIONS.ordinal()] = sums.sum(Sum.REDUCTIONS, role);
            figures[Figure.MESSAGES.ordinal()] = sums.sum(Sum.SENT, role);
            figures[Figure.WORDS_SENT.ordinal()] = sums.sum(Sum.SENT_WORDS, role);
            figures[Figure.WORDS_ALLOCATED.ordinal()] = sums.sum(Sum.ALLOCATED_WORDS, role);
            figures[Figure.SPAWNS.ordinal()] = sums.sum(Sum.SPAWNED, role);
            run.groups.put(roles.label(role), figures);
            for (int i = 0; i < figures.length; i++) {
                run.totals[i] += figures[i];
            }
        }
        run.totals[Figure.CRITICAL_PATH.ordinal()] = run.depths.longest();
        return run;
    }

    private void apply(final TraceEvent event, final ProcessRoles roles, final RoleFigures sums) {
        switch (event.type()) {
            case SEND -> {
                final int from = roles.role(event.field(2));
                sums.add(Sum.SENT, from, 1);
                sums.add(Sum.SENT_WORDS, from, event.aux());
                depths.sent(event.field(0), event.field(3));
            }
            case SLICE_END -> {
                final int role = roles.role(event.running());
                sums.add(Sum.REDUCTIONS, role, event.field(0));
                sums.add(Sum.ALLOCATED_WORDS, role, event.field(1));
            }
            case SPAWN -> sums.add(Sum.SPAWNED, roles.role(event.field(0)), 1);
            case GAP -> lost += event.field(0);
            default -> { }
        }
    }

    /** Where the recording is. */
    public String name() {
        return name;
    }

    /** A figure of the whole run. */
    public long total(final Figure figure) {
        return totals[figure.ordinal()];
    }

    /** A figure of the processes of one registered name or first function; 0 when there are none. */
    public long group(final String group, final Figure figure) {
        final long[] figures = groups.get(group);
        return figures == null ? 0 : figures[figure.ordinal()];
    }

    /** The names and first functions of all processes. */
    public Iterable<String> groups() {
        return groups.keySet();
    }

    /** True when nothing of the recording is missing, so that the figures are whole. */
    public boolean isWhole() {
        return lost == 0;
    }
}
