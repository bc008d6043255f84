package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;

/**
 * The receiving side of signals: takes them out of the inbox in order; messages go to the mailbox, the others take effect.
 *
 * <p>Called by the scheduler that runs the process.
 */
final class SignalHandler {
    private static final long AM_GETTING_LINKED = Atom.of("getting_linked");
    private static final long AM_GETTING_UNLINKED = Atom.of("getting_unlinked");

    private SignalHandler() {
    }

    /**
     * Takes in everything that has arrived.
     *
     * @return false when a signal ends the process; {@link Process#exitReasonTerm} says why
     */
    static boolean fetch(final Process p) {
        if (p.inboxIsEmpty()) {
            return true;
        }
        long signal = appendOrReverse(p, p.takeInbox());
        Recorder.signalsTaken(p);
        boolean alive = p.exitReasonTerm == Term.NON_VALUE;
        while (signal != 0) {
            final long next = SignalLayout.next(signal);
            final int type = SignalLayout.type(signal);
            if (type == SignalLayout.MESSAGE) {
                append(p, signal);
            } else if (type == SignalLayout.LIMITED_MESSAGE) {
                append(p, signal);
                p.mailboxLimit.arrived(p);
            } else if (alive) {
                alive = handle(p, signal);
            } else {
                ProcessExit.refuse(p, signal);
            }
            signal = next;
        }
        return alive;
    }

    private static void append(final Process p, final long signal) {
        Recorder.delivered(p, signal);
        if (p.trace != null) {
            TraceEvents.received(p, signal);
        }
        p.mailbox().append(signal);
    }

    /** Puts a message into the mailbox that a signal has become. */
    private static void appendMade(final Process p, final long signal, final long fromTerm, final long causeId) {
        Recorder.sentBy(p.emulator(), fromTerm, causeId, p, signal);
        append(p, signal);
    }

    /**
     * Puts all signals into the mailbox when they are messages of which nobody wants to know: where thousands wait, each look at them all is one at memory.
     *
     * @return 0 when that has been done, else the oldest signal
     */
    private static long appendOrReverse(final Process p, final long newest) {
        long done = 0;
        long signal = newest;
        int count = 0;
        boolean plain = true;
        while (signal != 0) {
            final long next = SignalLayout.next(signal);
            plain &= SignalLayout.type(signal) == SignalLayout.MESSAGE;
            SignalLayout.next(signal, done);
            done = signal;
            signal = next;
            count++;
        }
        if (!plain || p.trace != null || p.scheduler.trace != null) {
            return done;
        }
        p.mailbox().append(done, newest, count);
        return 0;
    }

    static long reverse(final long newest) {
        long done = 0;
        long signal = newest;
        while (signal != 0) {
            final long next = SignalLayout.next(signal);
            SignalLayout.next(signal, done);
            done = signal;
            signal = next;
        }
        return done;
    }

    private static boolean handle(final Process p, final long signal) {
        final long sender = SignalLayout.sender(signal);
        final long number = SignalLayout.number(signal);
        boolean alive = true;
        switch (SignalLayout.type(signal)) {
            case SignalLayout.ALIAS_MESSAGE, SignalLayout.ALIAS_TOKEN_MESSAGE -> {
                aliasMessage(p, signal, number);
                return true;
            }
            case SignalLayout.EXIT_LINKED -> {
                if (p.relations().removeLink(sender)) {
                    final boolean lives = exit(p, signal, sender, true);
                    if (lives && p.trace != null) {
                        TraceEvents.process(p, AM_GETTING_UNLINKED, sender);
                    }
                    return lives;
                }
            }
            case SignalLayout.EXIT_REQUESTED -> {
                return exit(p, signal, sender, false);
            }
            case SignalLayout.LINK -> {
                p.relations().acceptLink(sender);
                if (p.trace != null) {
                    TraceEvents.process(p, AM_GETTING_LINKED, sender);
                }
            }
            case SignalLayout.UNLINK -> {
                p.relations().acceptUnlink(sender);
                if (p.trace != null) {
                    TraceEvents.process(p, AM_GETTING_UNLINKED, sender);
                }
                Signals.unlinkDone(p, sender, number);
            }
            case SignalLayout.UNLINK_DONE -> p.relations().endUnlink(sender, number);
            case SignalLayout.MONITOR -> p.relations().addWatcher(number, sender, SignalLayout.term(signal));
            case SignalLayout.DEMONITOR -> p.relations().removeWatcher(number);
            case SignalLayout.DOWN -> down(p, signal, number, SignalLayout.term(signal));
            default -> {
                p.emulator().requests.remove(number).accept(p);
                alive = p.exitReasonTerm == Term.NON_VALUE;
            }
        }
        Signals.discard(signal);
        return alive;
    }

    private static void aliasMessage(final Process p, final long signal, final long number) {
        if (!passesAlias(p, signal, number)) {
            return;
        }
        if (SignalLayout.type(signal) == SignalLayout.ALIAS_TOKEN_MESSAGE) {
            SequentialTrace.unpack(signal);
        } else {
            SignalLayout.number(signal, 0);
        }
        append(p, signal);
    }

    /** A message without a token through an alias of a process that the caller holds. */
    static void aliasMessageToHeld(final Scheduler here, final Process p, final long signal) {
        if (passesAlias(p, signal, SignalLayout.number(signal))) {
            SignalLayout.number(signal, 0);
            p.wakeHeld(here, signal);
        } else {
            p.letGo();
        }
    }

    /** Uses an alias; false when it is not active, and the message has been dropped. */
    private static boolean passesAlias(final Process p, final long signal, final long number) {
        final long mode = p.relations().alias(number);
        if (mode == 0) {
            Recorder.dropped(p.emulator(), signal);
            Signals.discard(signal);
            return false;
        }
        if (mode == Relations.ALIAS_REPLY) {
            ProcessMonitors.demonitorByReply(p, number);
        }
        return true;
    }

    private static void down(final Process p, final long signal, final long number, final long reasonTerm) {
        final Monitor monitor = p.relations().removeMonitor(number);
        if (monitor == null) {
            return;
        }
        final SignalBuilder builder = p.scheduler().builder;
        long words = TermCopy.sizeWords(reasonTerm) + 16;
        if (monitor.heap != null) {
            words += TermCopy.sizeWords(monitor.tagTerm) + TermCopy.sizeWords(monitor.targetTerm);
        }
        builder.open(SignalLayout.MESSAGE, Term.NON_VALUE, words);
        final long message = builder.close(Signals.downMessage(builder, p, monitor, reasonTerm));
        SignalLayout.number(message, SequentialTrace.NO_TOKEN);
        appendMade(p, message, monitor.targetTerm, SignalLayout.causeId(signal));
        ProcessMonitors.release(monitor);
        p.scheduler().monitors.give(monitor);
    }

    /** An exit signal: becomes a message, is ignored, or ends the process. */
    private static boolean exit(final Process p, final long signal, final long sender, final boolean linked) {
        final long reason = SignalLayout.term(signal);
        if (!linked && reason == Atoms.KILL) {
            p.exitReasonTerm = Atoms.KILLED;
            Signals.discard(signal);
            return false;
        }
        if (p.trapExit) {
            final SignalBuilder builder = p.scheduler().builder;
            builder.open(SignalLayout.MESSAGE, sender, TermCopy.sizeWords(reason) + 4 + SequentialTrace.tokenWords(signal));
            final long term = Tuple.make(builder, Atoms.EXIT_TAG, sender, TermCopy.copy(reason, builder));
            final long token = SequentialTrace.copyToken(signal, builder);
            final long message = builder.close(term);
            SignalLayout.number(message, token);
            appendMade(p, message, sender, SignalLayout.causeId(signal));
        } else if (reason != Atoms.NORMAL || !linked && sender == p.self) {
            p.exitReasonTerm = TermCopy.copy(reason, p);
            Signals.discard(signal);
            return false;
        }
        Signals.discard(signal);
        return true;
    }
}
