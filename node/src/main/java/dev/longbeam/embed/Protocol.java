package dev.longbeam.embed;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * The messages by which processes do more than send: those of {@code gen_server}, and our own.
 *
 * <pre>
 *   {'$gen_call', {Pid, Tag}, Request}     a request, answered by {Tag, Reply}
 *   {'$gen_cast', Message}                 a message
 *   {['$longbeam_request' | Id], Reply}    the answer to a request of ours, whose Tag that is
 *   {['$longbeam_failed' | Id], Reason}    a request has failed, from the process to itself
 *   {'$longbeam_timer', Id}                a timer has fired
 *   {'$longbeam_credit', Pid}              a mailbox that was full takes messages again
 *   {'$longbeam_drain', N}                 the node is closing: whoever takes this has handled all that came before
 * </pre>
 */
final class Protocol {
    static final long AM_GEN_CALL = Atom.of("$gen_call");
    static final long AM_GEN_CAST = Atom.of("$gen_cast");
    static final long AM_REQUEST = Atom.of("$longbeam_request");
    static final long AM_FAILED = Atom.of("$longbeam_failed");
    static final long AM_TIMER = Atom.of("$longbeam_timer");
    static final long AM_CREDIT = Atom.of("$longbeam_credit");
    static final long AM_DRAIN = Atom.of("$longbeam_drain");
    static final long AM_ALIAS = Atom.of("alias");
    static final long AM_DOWN = Atom.of("DOWN");
    static final long AM_BACK_PRESSURED = Atom.of("back_pressured");

    /** What a message is. */
    static final int USER = 0;
    static final int CALL = 1;
    static final int CAST = 2;
    static final int REPLY = 3;
    static final int FAILED = 4;
    static final int TIMER = 5;
    static final int CREDIT = 6;
    static final int DRAIN = 7;
    static final int EXIT = 8;
    static final int DOWN = 9;

    private static final int DOWN_ARITY = 5;

    private Protocol() {
    }

    /** What a message is, by its form alone. */
    static int kind(final long term) {
        if (!Term.isTuple(term)) {
            return USER;
        }
        final int arity = Tuple.arity(term);
        if (arity == 2) {
            return pair(Tuple.element(term, 1), Tuple.element(term, 2));
        }
        if (arity == 3) {
            final long tag = Tuple.element(term, 1);
            return tag == AM_GEN_CALL ? isFrom(Tuple.element(term, 2)) ? CALL : USER
                : tag == Atoms.EXIT_TAG && Term.isLocalPid(Tuple.element(term, 2)) ? EXIT : USER;
        }
        return arity == DOWN_ARITY && Tuple.element(term, 1) == AM_DOWN && Term.isBoxed(Tuple.element(term, 2), Term.SUBTAG_REF) ? DOWN : USER;
    }

    private static int pair(final long first, final long second) {
        if (Term.isCons(first)) {
            final long tag = Cons.head(first);
            return !Term.isSmall(Cons.tail(first)) ? USER : tag == AM_REQUEST ? REPLY : tag == AM_FAILED ? FAILED : USER;
        }
        if (first == AM_GEN_CAST) {
            return CAST;
        }
        if (first == AM_TIMER && Term.isSmall(second)) {
            return TIMER;
        }
        if (first == AM_CREDIT && Term.isLocalPid(second)) {
            return CREDIT;
        }
        return first == AM_DRAIN ? DRAIN : USER;
    }

    private static boolean isFrom(final long term) {
        return Term.isTuple(term) && Tuple.arity(term) == 2 && Term.isPid(Tuple.element(term, 1));
    }

    /** True when the selective receive of a behaviour has a say in it. */
    static boolean isOffered(final int kind) {
        return kind <= CAST;
    }
}
