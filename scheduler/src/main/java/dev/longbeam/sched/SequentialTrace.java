package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Sequential tracing: the token of a process, which messages carry on, and the messages to the sequential tracer.
 *
 * <p>A token is {@code {Flags, Label, Serial, Sender, LastCount}} in messages, and some fields of {@link ProcessTrace} in processes. Called by
 * the scheduler that runs the process.
 */
public final class SequentialTrace {
    /** The place of the token in a message that has none but leaves the receiver's as it is: one of the system. */
    static final long NO_TOKEN = 1;

    private static final int SEND = 1;
    private static final int RECEIVE = 2;
    private static final int PRINT = 4;
    private static final int TIMESTAMP = 8;
    private static final int STRICT_MONOTONIC_TIMESTAMP = 16;
    private static final int MONOTONIC_TIMESTAMP = 32;

    private static final int TOKEN_WORDS = 6;
    private static final long AM_SEND = Atom.of("send");
    private static final long AM_RECEIVE = Atom.of("receive");
    private static final long AM_PRINT = Atom.of("print");
    private static final long AM_TIMESTAMP = Atom.of("timestamp");
    private static final long AM_STRICT_MONOTONIC_TIMESTAMP = Atom.of("strict_monotonic_timestamp");
    private static final long AM_MONOTONIC_TIMESTAMP = Atom.of("monotonic_timestamp");
    private static final long AM_LABEL = Atom.of("label");
    private static final long AM_SERIAL = Atom.of("serial");
    private static final long AM_SPAWN = Atom.of("spawn");
    private static final long AM_SPAWN_REQUEST = Atom.of("spawn_request");
    private static final long AM_TOKEN = Atom.of("sequential_trace_token");

    private SequentialTrace() {
    }

    // Messages

    /** Sends a message that carries the sender's token. */
    static void send(final Process from, final Process to, final long term) {
        tell(from, SEND, to.self, term);
        deliver(from, to, SignalLayout.MESSAGE, 0, term);
    }

    /** Sends a message that carries the sender's token through an alias. */
    static void sendAlias(final Process from, final Process to, final long refNumber, final long term) {
        final LocalHeap heap = new LocalHeap();
        tell(from, SEND, Ref.makeAlias(heap, to.self, refNumber), term);
        TraceEvents.release(heap);
        deliver(from, to, SignalLayout.ALIAS_TOKEN_MESSAGE, refNumber, term);
    }

    /** Sends an exit signal that carries the sender's token. Nobody hears of one that a sensitive process gets. */
    static void exit(final Process from, final Process to, final int type, final long reasonTerm) {
        final LocalHeap heap = new LocalHeap();
        updateSerial(from);
        output(from, to, SEND, to.self, Tuple.make(heap, Atoms.EXIT_TAG, from.self, reasonTerm));
        TraceEvents.release(heap);
        final SignalBuilder builder = from.scheduler.builder;
        builder.open(type, from.self, TermCopy.sizeWords(reasonTerm) + TermCopy.sizeWords(from.trace.labelTerm) + TOKEN_WORDS);
        final long reason = TermCopy.copy(reasonTerm, builder);
        final long token = token(from, builder);
        final long signal = builder.close(reason);
        SignalLayout.number(signal, token);
        Signals.deliver(to, signal);
    }

    /** Words of the token that a signal carries. */
    static long tokenWords(final long signal) {
        final long token = SignalLayout.number(signal);
        return token == 0 ? 0 : TermCopy.sizeWords(token);
    }

    /** A copy of the token that a signal carries, for a message that it becomes; 0 for none. */
    static long copyToken(final long signal, final TermHeap heap) {
        final long token = SignalLayout.number(signal);
        return token == 0 ? 0 : TermCopy.copy(token, heap);
    }

    private static void deliver(final Process from, final Process to, final int type, final long refNumber, final long term) {
        deliver(from.scheduler.builder, from, to, type, refNumber, term);
    }

    private static void deliver(final SignalBuilder builder, final Process from, final Process to, final int type, final long refNumber,
        final long term) {
        final long label = from.trace.labelTerm;
        builder.open(type, from.self, TermCopy.sizeWords(term) + TermCopy.sizeWords(label) + TOKEN_WORDS + 2);
        final long message = TermCopy.copy(term, builder);
        final long token = token(from, builder);
        final long signal;
        if (type == SignalLayout.MESSAGE) {
            signal = builder.close(message);
            SignalLayout.number(signal, token);
        } else {
            signal = builder.close(Cons.make(builder, message, token));
            SignalLayout.number(signal, refNumber);
        }
        Recorder.sent(from, to, signal);
        Signals.deliver(to, signal);
    }

    /** Lays the message of an alias signal open, whose term is {@code [Message | Token]}. */
    static void unpack(final long signal) {
        final long term = SignalLayout.term(signal);
        SignalLayout.term(signal, Cons.head(term));
        SignalLayout.number(signal, Cons.tail(term));
    }

    /** The process has taken a message out of its mailbox: the message's token becomes its own. */
    static void received(final Process p, final long messageAddr) {
        final long token = SignalLayout.number(messageAddr);
        if (p.trace != null && p.trace.savedCalls != null && !p.settings.sensitive()) {
            p.trace.savedCalls.add(SavedCalls.RECEIVE);
        }
        if (token == NO_TOKEN) {
            return;
        }
        if (token == 0) {
            p.trace.tokenFlags = -1;
            p.trace.labelTerm = Term.NON_VALUE;
            return;
        }
        final ProcessTrace trace = p.tracing();
        take(p, trace, token);
        trace.lastCount = trace.tokenSerial;
        trace.clock = Math.max(trace.clock, trace.tokenSerial);
        output(p, RECEIVE, p.self, SignalLayout.term(messageAddr));
    }

    private static void take(final TermHeap heap, final ProcessTrace trace, final long token) {
        trace.tokenFlags = (int)Term.smallValue(Tuple.element(token, 1));
        trace.labelTerm = TermCopy.copy(Tuple.element(token, 2), heap);
        trace.tokenSerial = Term.smallValue(Tuple.element(token, 3));
        trace.tokenSenderTerm = Tuple.element(token, 4);
        trace.tokenLastCount = Term.smallValue(Tuple.element(token, 5));
    }

    /**
     * A process with a token makes another: it inherits the token, as if a message had gone from one to the other.
     *
     * @param refTerm what the reply will name
     * @param tagTerm first element of the reply
     */
    static void spawned(final Process parent, final Process child, final long moduleTerm, final long functionTerm, final long argsTerm,
        final long refTerm, final long tagTerm) {
        updateSerial(parent);
        final LocalHeap heap = new LocalHeap();
        take(child, child.tracing(), token(parent, heap));
        final ProcessTrace trace = child.trace;
        trace.clock = trace.tokenSerial;
        trace.lastCount = trace.tokenSerial;
        final long mfa = Tuple.make(heap, moduleTerm, functionTerm, Term.makeSmall(Cons.length(argsTerm)));
        final long request = Tuple.make(heap, AM_SPAWN_REQUEST, refTerm, parent.self, parent.groupLeaderTerm, mfa, Term.NIL, tagTerm, argsTerm);
        output(parent, SEND, child.self, request);
        output(parent, RECEIVE, child.self, request);
        TraceEvents.release(heap);
    }

    /**
     * A process that has inherited a token at its spawn replies, as if a message went back.
     *
     * @param reallySent true when the reply is a message; else the parent is told as if it had received it at once
     */
    public static void spawnReplied(final Process parent, final Process child, final long replyTerm, final boolean reallySent) {
        updateSerial(child);
        output(child, parent, SEND, parent.self, replyTerm);
        if (reallySent) {
            deliver(parent.scheduler.builder, child, parent, SignalLayout.MESSAGE, 0, replyTerm);
        } else {
            parent.trace.lastCount = child.trace.tokenSerial;
            parent.trace.clock = child.trace.tokenSerial;
            output(child, parent, RECEIVE, parent.self, replyTerm);
        }
    }

    /** A process sends something: a message to a port, or an exit signal. */
    static void tell(final Process p, final int kind, final long toTerm, final long messageTerm) {
        updateSerial(p);
        output(p, kind, toTerm, messageTerm);
    }

    /** A process with a token sends a message to a port. */
    static void sentToPort(final Process p, final long portTerm, final long messageTerm) {
        tell(p, SEND, portTerm, messageTerm);
    }

    private static void updateSerial(final Process p) {
        if (p.emulator().traceSettings.sequentialTracerTerm != Term.NIL && !isEnabled(p)) {
            return;
        }
        final ProcessTrace trace = p.trace;
        trace.tokenSenderTerm = p.self;
        trace.tokenSerial = ++trace.clock;
        trace.tokenLastCount = trace.lastCount;
    }

    /** True when there is a sequential tracer, it lives, and it is another process. */
    private static boolean isEnabled(final Process p) {
        final long tracer = p.emulator().traceSettings.sequentialTracerTerm;
        return tracer != Term.NIL && tracer != p.self && TraceMessages.isAlive(p.emulator(), tracer);
    }

    /** Tells the sequential tracer: {@code {Kind, {LastCount, Serial}, Sender, Receiver, Message}}. */
    private static void output(final Process p, final int kind, final long receiverTerm, final long messageTerm) {
        output(p, p, kind, receiverTerm, messageTerm);
    }

    /** The same of the token of a process, unless another one is sensitive. */
    private static void output(final Process p, final Process concerned, final int kind, final long receiverTerm, final long messageTerm) {
        final ProcessTrace trace = p.trace;
        if ((trace.tokenFlags & kind) == 0 || concerned.settings.sensitive() || !isEnabled(concerned)) {
            return;
        }
        final LocalHeap heap = new LocalHeap();
        final long counts = Tuple.make(heap, Term.makeSmall(trace.tokenLastCount), Term.makeSmall(trace.tokenSerial));
        final long kindTerm = kind == SEND ? AM_SEND : kind == RECEIVE ? AM_RECEIVE : AM_PRINT;
        final long info = Tuple.make(heap, kindTerm, counts, trace.tokenSenderTerm, receiverTerm, messageTerm);
        TraceMessages.sequential(p.emulator(), timestampFlags(trace.tokenFlags), trace.labelTerm, info);
        TraceEvents.release(heap);
    }

    private static int timestampFlags(final int tokenFlags) {
        return ((tokenFlags & TIMESTAMP) != 0 ? TraceFlags.TIMESTAMP : 0)
            | ((tokenFlags & STRICT_MONOTONIC_TIMESTAMP) != 0 ? TraceFlags.STRICT_MONOTONIC_TIMESTAMP : 0)
            | ((tokenFlags & MONOTONIC_TIMESTAMP) != 0 ? TraceFlags.MONOTONIC_TIMESTAMP : 0);
    }

    // What programs ask for

    /** True when what a process sends carries a token. */
    public static boolean hasToken(final Process p) {
        return p.trace != null && p.trace.hasToken();
    }

    /** The token of a process as a term, [] for none. */
    public static long token(final Process p, final TermHeap heap) {
        final ProcessTrace trace = p.trace;
        if (trace == null || !trace.hasToken()) {
            return Term.NIL;
        }
        return Tuple.make(heap, Term.makeSmall(trace.tokenFlags), TermCopy.copy(trace.labelTerm, heap), Term.makeSmall(trace.tokenSerial),
            trace.tokenSenderTerm, Term.makeSmall(trace.tokenLastCount));
    }

    private static int bit(final long term) {
        if (term == AM_SEND) {
            return SEND;
        }
        if (term == AM_RECEIVE) {
            return RECEIVE;
        }
        if (term == AM_PRINT) {
            return PRINT;
        }
        if (term == AM_TIMESTAMP) {
            return TIMESTAMP;
        }
        if (term == AM_STRICT_MONOTONIC_TIMESTAMP) {
            return STRICT_MONOTONIC_TIMESTAMP;
        }
        return term == AM_MONOTONIC_TIMESTAMP ? MONOTONIC_TIMESTAMP : 0;
    }

    private static ProcessTrace tokenOf(final Process p) {
        final ProcessTrace trace = p.tracing();
        if (!trace.hasToken()) {
            trace.tokenFlags = 0;
            trace.labelTerm = Term.makeSmall(0);
            trace.tokenSerial = 0;
            trace.tokenSenderTerm = p.self;
            trace.tokenLastCount = trace.lastCount;
        }
        return trace;
    }

    /** {@code erlang:seq_trace/2}: sets a component of the token and returns its old value, or NON_VALUE for what it does not know. */
    public static long set(final Process p, final long componentTerm, final long valueTerm) {
        final int bit = bit(componentTerm);
        if (bit != 0 && (valueTerm == Atoms.TRUE || valueTerm == Atoms.FALSE)) {
            final ProcessTrace trace = tokenOf(p);
            final long old = trace.tokenFlag(bit);
            trace.tokenFlags = valueTerm == Atoms.TRUE ? trace.tokenFlags | bit : trace.tokenFlags & ~bit;
            return old;
        }
        if (componentTerm == AM_LABEL) {
            final ProcessTrace trace = tokenOf(p);
            final long old = trace.labelTerm;
            trace.labelTerm = valueTerm;
            return old;
        }
        if (componentTerm == AM_SERIAL) {
            return setSerial(p, valueTerm);
        }
        if (componentTerm == AM_TOKEN && valueTerm == Term.NIL) {
            final long old = token(p, p);
            if (p.trace != null) {
                p.trace.tokenFlags = -1;
                p.trace.labelTerm = Term.NON_VALUE;
            }
            return old;
        }
        return Term.NON_VALUE;
    }

    private static long setSerial(final Process p, final long valueTerm) {
        if (!Term.isTuple(valueTerm) || Tuple.arity(valueTerm) != 2
            || !Term.areSmall(Tuple.element(valueTerm, 1), Tuple.element(valueTerm, 2))) {
            return Term.NON_VALUE;
        }
        final ProcessTrace trace = tokenOf(p);
        final long old = Tuple.make(p, Term.makeSmall(trace.tokenLastCount), Term.makeSmall(trace.tokenSerial));
        trace.tokenLastCount = Term.smallValue(Tuple.element(valueTerm, 1));
        trace.tokenSerial = Term.smallValue(Tuple.element(valueTerm, 2));
        trace.clock = trace.tokenSerial;
        trace.lastCount = trace.tokenLastCount;
        return old;
    }

    /** {@code erlang:seq_trace_info/1}: a component of the token, or NON_VALUE for what it does not know. */
    public static long info(final Process p, final long componentTerm) {
        final ProcessTrace trace = p.trace;
        final boolean has = trace != null && trace.hasToken();
        final int bit = bit(componentTerm);
        if (bit != 0 || !has && componentTerm == AM_SPAWN) {
            return Tuple.make(p, componentTerm, has ? trace.tokenFlag(bit) : Atoms.FALSE);
        }
        if (componentTerm == AM_LABEL) {
            return has ? Tuple.make(p, AM_LABEL, trace.labelTerm) : Term.NIL;
        }
        if (componentTerm == AM_SERIAL) {
            return has ? Tuple.make(p, AM_SERIAL, Tuple.make(p, Term.makeSmall(trace.tokenLastCount), Term.makeSmall(trace.tokenSerial)))
                : Term.NIL;
        }
        return Term.NON_VALUE;
    }

    /** {@code erlang:seq_trace_print/1,2}: false when there is no token; the label has been compared. */
    public static boolean print(final Process p, final long messageTerm) {
        if (!hasToken(p)) {
            return false;
        }
        tell(p, PRINT, Term.NIL, messageTerm);
        return true;
    }

    /** The label of the token, or NON_VALUE when there is no token. */
    public static long label(final Process p) {
        return hasToken(p) ? p.trace.labelTerm : Term.NON_VALUE;
    }

    /** {@code reset_seq_trace}: forgets the token of a process and those of the messages in its mailbox. */
    public static void reset(final Process p) {
        if (p.trace != null) {
            p.trace.tokenFlags = -1;
            p.trace.labelTerm = Term.NON_VALUE;
            p.trace.clock = 0;
            p.trace.lastCount = 0;
        }
        for (long message = p.mailbox().first(); message != 0; message = SignalLayout.next(message)) {
            if (SignalLayout.number(message) != NO_TOKEN) {
                SignalLayout.number(message, 0);
            }
        }
    }
}
