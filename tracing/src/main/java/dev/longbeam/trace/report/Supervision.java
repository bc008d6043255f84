package dev.longbeam.trace.report;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.ProcessTable;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceProcess;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.agrona.collections.Long2LongHashMap;

/**
 * Crashes, and the restarts after them: the parent of a process that crashed makes a process with the same first function. One pass in order
 * of time.
 *
 * <p>A crash is an end for another reason than {@code normal} or {@code shutdown} that was an error, or that a linked process is told: a
 * supervisor, or one that goes down with it. A process that nobody is linked to, and that leaves its result as its reason, has not crashed.
 */
public final class Supervision {
    /** One crash. */
    public static final class Crash {
        private final TraceProcess process;
        private final String role;
        private final String reason;
        private final long ticks;
        private final long handledMessage;
        private final long messagesLeft;
        private boolean isTold;
        private TraceProcess successor;

        Crash(final TraceProcess process, final String reason, final long ticks, final long handledMessage, final long messagesLeft) {
            this.process = process;
            this.reason = reason;
            this.ticks = ticks;
            this.handledMessage = handledMessage;
            this.messagesLeft = messagesLeft;
            role = process.role();
        }

        /** The process that crashed. */
        public TraceProcess process() {
            return process;
        }

        /** Why. */
        public String reason() {
            return reason;
        }

        /** The message that it was handling, or 0. */
        public long handledMessage() {
            return handledMessage;
        }

        /** The process made in its place; null when there is none. */
        public TraceProcess successor() {
            return successor;
        }
    }

    /** An entry of a stack trace: module, function, and arity or arguments. */
    private static final Pattern STACK_ENTRY = Pattern.compile(",\\[\\{[^,{}]+,[^,{}]+,[\\d\\[]");
    /** Stands for "no message" in the map; no message has this id, unless the trace is damaged. */
    private static final long NONE = -1;
    /** Small field of an exit signal that goes over a link. */
    private static final long LINKED = 1;

    private final TraceReader trace;
    private final ProcessTable processes;
    private final List<Crash> crashes = new ArrayList<>();
    private final Map<Long, Crash> untold = new HashMap<>();
    /** Crashes that wait for a successor, by parent and first function; the oldest first. */
    private final Map<String, List<Crash>> waiting = new HashMap<>();
    private final Long2LongHashMap handled = new Long2LongHashMap(NONE);

    private Supervision(final TraceReader trace) {
        this.trace = trace;
        processes = new ProcessTable(trace);
    }

    /** Goes over the whole trace. */
    public static Supervision of(final TraceReader trace, final TraceProgress progress) throws IOException {
        final Supervision supervision = new Supervision(trace);
        TraceScan.inTimeOrder(trace, progress, supervision::apply);
        supervision.crashes.removeIf(crash -> !crash.isTold);
        return supervision;
    }

    private void apply(final TraceEvent event) {
        final EventType type = event.type();
        if (type == EventType.RECEIVE) {
            if (event.field(0) != NONE) {
                handled.put(event.running(), event.field(0));
            }
            return;
        }
        if (type == EventType.EXIT) {
            exit(event);
        } else if (type == EventType.EXIT_SIGNAL && event.aux() == LINKED) {
            final Crash crash = untold.remove(event.field(0));
            if (crash != null) {
                crash.isTold = true;
            }
        }
        processes.apply(event);
        if (type == EventType.SPAWN) {
            final TraceProcess child = processes.get(event.field(0));
            final List<Crash> open = waiting.get(key(child));
            if (open != null) {
                open.removeFirst().successor = child;
                if (open.isEmpty()) {
                    waiting.remove(key(child));
                }
            }
        }
    }

    private void exit(final TraceEvent event) {
        final long pid = event.field(0);
        final long message = Math.max(0, handled.remove(pid));
        final String reason = trace.names().exitReason(event);
        if (isCrash(reason)) {
            final TraceProcess process = processes.get(pid);
            final Crash crash = new Crash(process, reason, event.time(), message, event.aux());
            crashes.add(crash);
            crash.isTold = STACK_ENTRY.matcher(reason).find();
            if (!crash.isTold) {
                untold.put(pid, crash);
            }
            if (process.isSpawned() && process.parentPid() != 0 && !isPlainFun(process)) {
                waiting.computeIfAbsent(key(process), key -> new ArrayList<>()).add(crash);
            }
        }
    }

    /** Helpers that run a fun look all alike: the next one of the same parent need not be a restart. */
    private static boolean isPlainFun(final TraceProcess process) {
        return process.lastName() == null && process.initialCall().toString().startsWith("erlang:apply/");
    }

    private static String key(final TraceProcess process) {
        return process.parentPid() + " " + process.initialCall();
    }

    private static boolean isCrash(final String reason) {
        return !reason.equals("normal") && !reason.equals("shutdown") && !reason.startsWith("{shutdown,");
    }

    /** The crashes, in the order in which they happened. */
    public List<Crash> crashes() {
        return crashes;
    }

    private long ns(final long ticks) {
        return trace.clock().nanos(ticks);
    }

    /** The result as text. */
    public String text() {
        if (crashes.isEmpty()) {
            return "no process crashed\n";
        }
        final StringBuilder text = new StringBuilder();
        for (final Crash crash : crashes) {
            final TraceProcess process = crash.process;
            text.append(Figures.moment(trace.clock().sinceStart(crash.ticks))).append(" s  ").append(Pids.text(process.pid())).append(' ')
                .append(crash.role).append(" crashed");
            if (process.isSpawned()) {
                text.append(" after ").append(Figures.span(ns(crash.ticks - process.spawnTicks())));
            }
            text.append(": ").append(crash.reason).append('\n');
            if (process.isSpawned()) {
                text.append("    child of ").append(processes.get(process.parentPid())).append(", first function ").append(process.initialCall())
                    .append('\n');
            }
            if (crash.handledMessage != 0) {
                text.append("    while it handled message ").append(Pids.message(crash.handledMessage)).append('\n');
            }
            if (crash.messagesLeft > 0) {
                text.append("    it left ").append(Figures.count(crash.messagesLeft)).append(" messages unread\n");
            }
            if (crash.successor != null) {
                text.append("    restarted after ").append(Figures.span(ns(crash.successor.spawnTicks() - crash.ticks))).append(" as ")
                    .append(crash.successor).append('\n');
            } else if (process.isSpawned() && process.parentPid() != 0) {
                text.append("    not restarted\n");
            }
        }
        return text.append('\n').append(crashes.size()).append(" crashes, ")
            .append(crashes.stream().filter(crash -> crash.successor != null).count()).append(" restarts\n").toString();
    }

    /** The result as JSON. */
    public String json() {
        final Json json = new Json().object().array("crashes");
        for (final Crash crash : crashes) {
            json.object().put("at_ns", trace.clock().sinceStart(crash.ticks)).put("process", Pids.text(crash.process.pid()))
                .put("role", crash.role).put("reason", crash.reason).put("parent", Pids.text(crash.process.parentPid()))
                .put("handled", Pids.message(crash.handledMessage)).put("messages_left", crash.messagesLeft);
            if (crash.successor != null) {
                json.put("successor", Pids.text(crash.successor.pid())).put("restart_ns", ns(crash.successor.spawnTicks() - crash.ticks));
            }
            json.end('}');
        }
        return json.end(']').end('}').toString();
    }
}
