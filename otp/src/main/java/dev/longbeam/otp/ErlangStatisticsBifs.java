package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Scheduler;
import dev.longbeam.sched.WallTime;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.time.Duration;

/** {@code erlang:statistics/1}. What is told "since the last call" is remembered for the whole emulator. */
public final class ErlangStatisticsBifs {
    private static final long NS_PER_MS = 1_000_000L;

    private static final long AM_ACTIVE_TASKS = Atom.of("active_tasks");
    private static final long AM_ACTIVE_TASKS_ALL = Atom.of("active_tasks_all");
    private static final long AM_CONTEXT_SWITCHES = Atom.of("context_switches");
    private static final long AM_EXACT_REDUCTIONS = Atom.of("exact_reductions");
    private static final long AM_GARBAGE_COLLECTION = Atom.of("garbage_collection");
    private static final long AM_IO = Atom.of("io");
    private static final long AM_MICROSTATE_ACCOUNTING = Atom.of("microstate_accounting");
    private static final long AM_REDUCTIONS = Atom.of("reductions");
    private static final long AM_RUN_QUEUE = Atom.of("run_queue");
    private static final long AM_RUN_QUEUES = Atom.of("run_queues");
    private static final long AM_RUN_QUEUE_LENGTHS = Atom.of("run_queue_lengths");
    private static final long AM_RUN_QUEUE_LENGTHS_ALL = Atom.of("run_queue_lengths_all");
    private static final long AM_RUNTIME = Atom.of("runtime");
    private static final long AM_SCHEDULER_WALL_TIME = Atom.of("scheduler_wall_time");
    private static final long AM_SCHEDULER_WALL_TIME_ALL = Atom.of("scheduler_wall_time_all");
    private static final long AM_TOTAL_ACTIVE_TASKS = Atom.of("total_active_tasks");
    private static final long AM_TOTAL_ACTIVE_TASKS_ALL = Atom.of("total_active_tasks_all");
    private static final long AM_TOTAL_RUN_QUEUE_LENGTHS = Atom.of("total_run_queue_lengths");
    private static final long AM_TOTAL_RUN_QUEUE_LENGTHS_ALL = Atom.of("total_run_queue_lengths_all");
    private static final long AM_WALL_CLOCK = Atom.of("wall_clock");
    private static final long AM_INPUT = Atom.of("input");
    private static final long AM_OUTPUT = Atom.of("output");

    /** What was told last: a service of the emulator. */
    private static final class Last {
        private long reductions;
        private long exactReductions;
        private long runtimeMs;
        private long wallClockMs;
    }

    private ErlangStatisticsBifs() {
    }

    /** Figures of the emulator. */
    @Bif("erlang:statistics/1")
    public static long statistics(final Process p, final long itemTerm) {
        final Emulator emulator = p.emulator();
        if (itemTerm == AM_REDUCTIONS || itemTerm == AM_EXACT_REDUCTIONS || itemTerm == AM_RUNTIME || itemTerm == AM_WALL_CLOCK) {
            return sinceLast(p, last(emulator), itemTerm);
        } else if (itemTerm == AM_GARBAGE_COLLECTION) {
            return collections(p, emulator);
        } else if (itemTerm == AM_CONTEXT_SWITCHES) {
            return Tuple.make(p, Term.makeSmall(0), Term.makeSmall(0));
        } else if (itemTerm == AM_IO) {
            final SystemFacts facts = SystemFacts.of(emulator);
            return Tuple.make(p, Tuple.make(p, AM_INPUT, Integers.make(p, facts.portInputBytes.getAsLong())),
                Tuple.make(p, AM_OUTPUT, Integers.make(p, facts.portOutputBytes.getAsLong())));
        } else if (itemTerm == AM_SCHEDULER_WALL_TIME || itemTerm == AM_SCHEDULER_WALL_TIME_ALL) {
            return wallTime(p, emulator, itemTerm == AM_SCHEDULER_WALL_TIME_ALL);
        } else if (itemTerm == AM_MICROSTATE_ACCOUNTING) {
            return Term.NIL;
        }
        return queues(p, emulator, itemTerm);
    }

    /** {@code {Scheduler, ActiveTime, TotalTime}} of the schedulers, then of the dirty ones: they have no work ever, since blocking work has its own threads. */
    private static long wallTime(final Process p, final Emulator emulator, final boolean withDirtyIo) {
        final WallTime wallTime = emulator.wallTime();
        if (wallTime == null) {
            return Atoms.UNDEFINED;
        }
        final long nowNs = System.nanoTime();
        final int normal = emulator.schedulers.length;
        final int count = 2 * normal + (withDirtyIo ? SystemFacts.of(emulator).dirtyIoSchedulers : 0);
        long list = Term.NIL;
        for (int i = count - 1; i >= 0; i--) {
            final long activeNs = i < normal ? wallTime.activeNs(i, nowNs) : 0;
            list = Cons.make(p, Tuple.make(p, Term.makeSmall(i + 1), Term.makeSmall(activeNs), Term.makeSmall(wallTime.totalNs(nowNs))), list);
        }
        return list;
    }

    private static long queues(final Process p, final Emulator emulator, final long itemTerm) {
        if (itemTerm == AM_RUN_QUEUE || itemTerm == AM_TOTAL_RUN_QUEUE_LENGTHS || itemTerm == AM_TOTAL_RUN_QUEUE_LENGTHS_ALL) {
            return Term.makeSmall(total(emulator, false));
        } else if (itemTerm == AM_TOTAL_ACTIVE_TASKS || itemTerm == AM_TOTAL_ACTIVE_TASKS_ALL) {
            return Term.makeSmall(total(emulator, true));
        } else if (itemTerm == AM_RUN_QUEUE_LENGTHS || itemTerm == AM_ACTIVE_TASKS) {
            return lengths(p, emulator, itemTerm == AM_ACTIVE_TASKS, 1);
        } else if (itemTerm == AM_RUN_QUEUE_LENGTHS_ALL || itemTerm == AM_ACTIVE_TASKS_ALL) {
            return lengths(p, emulator, itemTerm == AM_ACTIVE_TASKS_ALL, 2);
        } else if (itemTerm == AM_RUN_QUEUES) {
            final long[] lengths = new long[emulator.schedulers.length + 2];
            for (int i = 0; i < lengths.length; i++) {
                lengths[i] = Term.makeSmall(length(emulator, i, false));
            }
            return Tuple.make(p, lengths);
        }
        return p.badarg();
    }

    /** Lengths by scheduler, and behind them those of the dirty queues: always empty, since blocking work has no queue here. */
    private static long lengths(final Process p, final Emulator emulator, final boolean running, final int dirtyQueues) {
        long list = Term.NIL;
        for (int i = emulator.schedulers.length + dirtyQueues - 1; i >= 0; i--) {
            list = Cons.make(p, Term.makeSmall(length(emulator, i, running)), list);
        }
        return list;
    }

    private static long total(final Emulator emulator, final boolean running) {
        long total = 0;
        for (int i = 0; i < emulator.schedulers.length; i++) {
            total += length(emulator, i, running);
        }
        return total;
    }

    private static long length(final Emulator emulator, final int index, final boolean running) {
        if (index >= emulator.schedulers.length) {
            return 0;
        }
        final Scheduler scheduler = emulator.schedulers[index];
        return scheduler.queueLength() + (running && scheduler.running() != null ? 1 : 0);
    }

    private static long collections(final Process p, final Emulator emulator) {
        long count = 0;
        long words = 0;
        for (final Scheduler scheduler : emulator.schedulers) {
            final long[] collections = scheduler.collections();
            count += collections[0];
            words += collections[1];
        }
        return Tuple.make(p, Integers.make(p, count), Integers.make(p, words), Term.makeSmall(0));
    }

    private static long sinceLast(final Process p, final Last last, final long itemTerm) {
        final long now;
        final long before;
        synchronized (last) {
            if (itemTerm == AM_REDUCTIONS) {
                now = reductions(p);
                before = last.reductions;
                last.reductions = now;
            } else if (itemTerm == AM_EXACT_REDUCTIONS) {
                now = reductions(p);
                before = last.exactReductions;
                last.exactReductions = now;
            } else if (itemTerm == AM_RUNTIME) {
                now = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
                before = last.runtimeMs;
                last.runtimeMs = now;
            } else {
                now = (Clock.of(p).monotonicNs() - Clock.START_NS) / NS_PER_MS;
                before = last.wallClockMs;
                last.wallClockMs = now;
            }
        }
        return Tuple.make(p, Integers.make(p, now), Integers.make(p, now - before));
    }

    private static long reductions(final Process p) {
        long total = 0;
        for (final Scheduler scheduler : p.emulator().schedulers) {
            total += scheduler.reductions();
        }
        return total;
    }

    private static Last last(final Emulator emulator) {
        synchronized (emulator) {
            if (emulator.service(Last.class) == null) {
                emulator.service(Last.class, new Last());
            }
            return emulator.service(Last.class);
        }
    }
}
