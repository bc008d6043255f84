package dev.longbeam.otp;

import dev.longbeam.gc.HeapSettings;
import dev.longbeam.gc.HeapSizes;
import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.SequentialTrace;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.sched.Signals;
import dev.longbeam.sched.SpawnOptions;
import dev.longbeam.sched.TraceEvents;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** BIFs that make processes. They run on the scheduler of the caller. */
public final class ErlangSpawnBifs {
    private static final long AM_LINK = Atom.of("link");
    private static final long AM_MONITOR = Atom.of("monitor");
    private static final long AM_PRIORITY = Atom.of("priority");
    private static final long AM_FULLSWEEP_AFTER = Atom.of("fullsweep_after");
    private static final long AM_MIN_HEAP_SIZE = Atom.of("min_heap_size");
    private static final long AM_MIN_BIN_VHEAP_SIZE = Atom.of("min_bin_vheap_size");
    private static final long AM_MAX_HEAP_SIZE = Atom.of("max_heap_size");
    private static final long AM_MESSAGE_QUEUE_DATA = Atom.of("message_queue_data");
    private static final long AM_SCHEDULER = Atom.of("scheduler");
    private static final long AM_ASYNC_DIST = Atom.of("async_dist");
    private static final long AM_ON_HEAP = Atom.of("on_heap");
    private static final long AM_OFF_HEAP = Atom.of("off_heap");
    private static final long AM_REPLY = Atom.of("reply");
    private static final long AM_REPLY_TAG = Atom.of("reply_tag");
    private static final long AM_SPAWN_REPLY = Atom.of("spawn_reply");
    private static final long AM_YES = Atom.of("yes");
    private static final long AM_NO = Atom.of("no");
    private static final long AM_ERROR_ONLY = Atom.of("error_only");
    private static final long AM_SUCCESS_ONLY = Atom.of("success_only");
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final int MIN_HEAP_WORDS = 233;
    private static final int OPTIONS_OK = 0;
    private static final int OPTIONS_BAD = 1;
    private static final int OPTIONS_IMPROPER = 2;
    private static final int MAX_ARGUMENTS = 255;

    private ErlangSpawnBifs() {
    }

    /** What the options of one spawn ask for besides the process itself. */
    private static final class Request {
        private final SpawnOptions options;
        private boolean link;
        private long monitorOptionsTerm = Term.NON_VALUE;
        private boolean replyOnSuccess = true;
        private boolean replyOnError = true;
        private long replyTagTerm = AM_SPAWN_REPLY;

        Request(final Emulator emulator) {
            options = new SpawnOptions(emulator.options);
        }
    }

    /** {@code spawn/3}. */
    @Bif("erlang:spawn/3")
    public static long spawn(final Process p, final long moduleTerm, final long functionTerm, final long argsTerm) {
        return spawn(p, p.emulator().defaultSpawnOptions(), false, Term.NON_VALUE, moduleTerm, functionTerm, argsTerm);
    }

    /** {@code spawn_link/3}. */
    @Bif("erlang:spawn_link/3")
    public static long spawnLink(final Process p, final long moduleTerm, final long functionTerm, final long argsTerm) {
        return spawn(p, p.emulator().defaultSpawnOptions(), true, Term.NON_VALUE, moduleTerm, functionTerm, argsTerm);
    }

    /** {@code spawn_opt/4}. */
    @Bif("erlang:spawn_opt/4")
    public static long spawnOpt(final Process p, final long moduleTerm, final long functionTerm, final long argsTerm, final long optionsTerm) {
        final Request request = new Request(p.emulator());
        if (parse(p.emulator(), request, optionsTerm, false) != OPTIONS_OK) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        return spawn(p, request.options, request.link, request.monitorOptionsTerm, moduleTerm, functionTerm, argsTerm);
    }

    private static long spawn(final Process p, final SpawnOptions options, final boolean link, final long monitorOptionsTerm,
        final long moduleTerm, final long functionTerm, final long argsTerm) {
        if (!Term.isAtom(moduleTerm) || !Term.isAtom(functionTerm)) {
            return p.badarg();
        }
        final long arity = Cons.length(argsTerm);
        if (arity < 0) {
            return p.badarg();
        }
        final Process child = arity > MAX_ARGUMENTS ? null : p.emulator().spawn(p, options, moduleTerm, functionTerm, argsTerm);
        if (child == null) {
            p.emulator().logError(p, "Too many processes\n\n");
            return p.systemLimit();
        }
        final long refTerm = relate(p, child, link, monitorOptionsTerm);
        if (isTraced(p)) {
            final long spawnTerm = refTerm == Term.NON_VALUE ? Ref.make(p) : refTerm;
            TraceEvents.spawned(p, child, moduleTerm, functionTerm, argsTerm, link, spawnTerm, AM_SPAWN_REPLY);
            if (SequentialTrace.hasToken(p)) {
                SequentialTrace.spawnReplied(p, child, Tuple.make(p, AM_SPAWN_REPLY, spawnTerm, Atoms.OK, child.self), false);
            }
        }
        p.emulator().launch(child);
        p.bumpReductions(10);
        return refTerm == Term.NON_VALUE ? child.self : Tuple.make(p, child.self, refTerm);
    }

    private static boolean isTraced(final Process p) {
        return p.trace != null || p.emulator().traceSettings.newProcesses.flags() != 0;
    }

    /** Links and monitors a new process as asked; the reference of the monitor, or NON_VALUE when there is none. */
    private static long relate(final Process p, final Process child, final boolean link, final long monitorOptionsTerm) {
        if (link) {
            ProcessMonitors.linkNew(p, child);
        }
        return monitorOptionsTerm == Term.NON_VALUE ? Term.NON_VALUE
            : ErlangMonitorBifs.monitorTarget(p, child.self, false, Term.NON_VALUE, monitorOptionsTerm);
    }

    /** {@code erts_internal:spawn_request/4}: the result of the spawn is a message to the caller. */
    @Bif("erts_internal:spawn_request/4")
    public static long spawnRequest(final Process p, final long moduleTerm, final long functionTerm, final long argsTerm,
        final long optionsTerm) {
        if (!Term.isAtom(moduleTerm) || !Term.isAtom(functionTerm) || Cons.length(argsTerm) < 0) {
            return Atoms.BADARG;
        }
        final Request request = new Request(p.emulator());
        final int parsed = parse(p.emulator(), request, optionsTerm, true);
        if (parsed == OPTIONS_IMPROPER) {
            return AM_BADOPT;
        }
        if (parsed == OPTIONS_BAD) {
            return refuse(p, request, AM_BADOPT);
        }
        final Process child = Cons.length(argsTerm) > MAX_ARGUMENTS ? null
            : p.emulator().spawn(p, request.options, moduleTerm, functionTerm, argsTerm);
        if (child == null) {
            return refuse(p, request, Atoms.SYSTEM_LIMIT);
        }
        final long monitorTerm = relate(p, child, request.link, request.monitorOptionsTerm);
        final long refTerm = monitorTerm == Term.NON_VALUE ? Ref.make(p) : monitorTerm;
        if (isTraced(p)) {
            TraceEvents.spawned(p, child, moduleTerm, functionTerm, argsTerm, request.link, refTerm, request.replyTagTerm);
        }
        if (request.replyOnSuccess) {
            final long replyTerm = Tuple.make(p, request.replyTagTerm, refTerm, Atoms.OK, child.self);
            if (SequentialTrace.hasToken(p)) {
                SequentialTrace.spawnReplied(p, child, replyTerm, true);
            } else {
                Signals.message(null, p, replyTerm);
            }
        }
        p.emulator().launch(child);
        p.bumpReductions(10);
        return refTerm;
    }

    private static long refuse(final Process p, final Request request, final long reasonTerm) {
        final long refTerm = Ref.make(p);
        if (request.replyOnError) {
            Signals.message(null, p, Tuple.make(p, request.replyTagTerm, refTerm, Atoms.ERROR, reasonTerm));
        }
        return refTerm;
    }

    /** {@code spawn_request_abandon/1}: local requests have been answered before anybody can abandon them. */
    @Bif("erlang:spawn_request_abandon/1")
    public static long spawnRequestAbandon(final Process p, final long refTerm) {
        return Term.isReference(refTerm) ? Atoms.FALSE : p.badarg();
    }

    /** {@code erts_internal:spawn_system_process/3}: the node ends when it dies. */
    @Bif("erts_internal:spawn_system_process/3")
    public static long spawnSystemProcess(final Process p, final long moduleTerm, final long functionTerm, final long argsTerm) {
        if (!Term.isAtom(moduleTerm) || !Term.isAtom(functionTerm) || Cons.length(argsTerm) < 0) {
            return p.badarg();
        }
        final SpawnOptions options = new SpawnOptions(p.emulator().options);
        options.systemProcess = true;
        final Process child = p.emulator().spawn(p, options, moduleTerm, functionTerm, argsTerm);
        if (child == null) {
            return p.systemLimit();
        }
        p.emulator().launch(child);
        return child.self;
    }

    /** Reads all options, also behind a bad one: what they say about the reply counts for the refusal, too. */
    private static int parse(final Emulator emulator, final Request request, final long optionsTerm, final boolean byMessage) {
        boolean good = true;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (option == AM_LINK) {
                request.link = true;
            } else if (option == AM_MONITOR) {
                request.monitorOptionsTerm = Term.NIL;
            } else if (!Term.isTuple(option) || Tuple.arity(option) != 2) {
                good = false;
            } else {
                good &= option(emulator, request, Tuple.element(option, 1), Tuple.element(option, 2), byMessage);
            }
        }
        if (rest != Term.NIL) {
            return OPTIONS_IMPROPER;
        }
        final SpawnOptions options = request.options;
        final HeapSettings settings = options.heapSettings;
        return good && (settings.maxHeapWords() == 0 || settings.maxHeapWords() >= settings.minHeapWords()) ? OPTIONS_OK : OPTIONS_BAD;
    }

    private static boolean option(final Emulator emulator, final Request request, final long key, final long value,
        final boolean byMessage) {
        final SpawnOptions options = request.options;
        if (key == AM_PRIORITY) {
            final int priority = ProcessFlags.priority(value);
            options.priority = priority < 0 ? options.priority : priority;
            return priority >= 0;
        }
        if (key == AM_MESSAGE_QUEUE_DATA) {
            options.messageQueueDataTerm = value;
            return value == AM_ON_HEAP || value == AM_OFF_HEAP;
        }
        if (key == AM_MAX_HEAP_SIZE) {
            return ProcessFlags.maxHeap(value, options);
        }
        if (key == AM_MONITOR) {
            request.monitorOptionsTerm = value;
            return ErlangMonitorBifs.areOptions(value);
        }
        if (key == AM_REPLY) {
            request.replyOnSuccess = value == AM_YES || value == AM_SUCCESS_ONLY;
            request.replyOnError = value == AM_YES || value == AM_ERROR_ONLY;
            return byMessage && (request.replyOnSuccess || request.replyOnError || value == AM_NO);
        }
        if (key == AM_REPLY_TAG) {
            request.replyTagTerm = value;
            return byMessage;
        }
        if (key == AM_ASYNC_DIST) {
            return value == Atoms.TRUE || value == Atoms.FALSE;
        }
        return Term.isSmall(value) && value >= 0 && number(emulator, options, key, Term.smallValue(value));
    }

    private static boolean number(final Emulator emulator, final SpawnOptions options, final long key, final long number) {
        if (key == AM_FULLSWEEP_AFTER) {
            options.heapSettings = options.heapSettings.withFullsweepAfter((int)Math.min(number, Integer.MAX_VALUE - 2));
        } else if (key == AM_MIN_HEAP_SIZE) {
            final int words = (int)Math.min(HeapSizes.atLeast(Math.max(number, MIN_HEAP_WORDS)), Integer.MAX_VALUE);
            options.heapSettings = options.heapSettings.withMinHeapWords(words);
            if (number > MIN_HEAP_WORDS) {
                options.firstHeapWords = words;
            }
        } else if (key == AM_MIN_BIN_VHEAP_SIZE) {
            final HeapSettings settings = options.heapSettings;
            options.heapSettings = settings.withMinVirtualHeapWords(HeapSizes.atLeast(Math.max(number, settings.minVirtualHeapWords())));
        } else {
            options.boundScheduler = (int)Math.min(number, emulator.schedulers.length);
            return key == AM_SCHEDULER && number <= emulator.schedulers.length;
        }
        return true;
    }
}
