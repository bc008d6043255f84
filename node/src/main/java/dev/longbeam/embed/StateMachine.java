package dev.longbeam.embed;

/**
 * A behaviour with named states: what an event means depends on the state, and leads to the next one. As {@code gen_statem} of OTP.
 *
 * <pre>
 *   final class Door extends StateMachine&lt;Door.State&gt; {
 *       enum State { LOCKED, OPEN }
 *
 *       Door() {
 *           super(State.LOCKED);
 *       }
 *
 *       protected State onEvent(final ProcessContext ctx, final State state, final TermReader event) {
 *           return state == State.LOCKED &amp;&amp; event.isAtom(KEY) ? State.OPEN : state;
 *       }
 *
 *       protected void onEnter(final ProcessContext ctx, final State state, final State before) {
 *           if (state == State.OPEN) {
 *               stateTimeout(ctx, TimeUnit.SECONDS.toNanos(10));
 *           }
 *       }
 *
 *       protected State onStateTimeout(final ProcessContext ctx, final State state) {
 *           return State.LOCKED;
 *       }
 *   }
 * </pre>
 *
 * <p>Called as every {@link Behaviour}. Timers that a subclass starts itself come to {@link #onTimer}, which it must hand on with {@code
 * super} when the timer is none of its own.
 *
 * @param <S> the states
 */
public abstract class StateMachine<S extends Enum<S>> implements SelectiveBehaviour {
    private S state;
    private long timeout;

    /** A machine that begins in a state. */
    protected StateMachine(final S initial) {
        state = initial;
    }

    /** A message in a state; returns the next state, or the same to stay. */
    protected abstract S onEvent(ProcessContext ctx, S current, TermReader event) throws Exception;

    /** A request in a state, to be answered with {@link ProcessContext#reply} now or later; returns the next state. */
    protected S onRequest(final ProcessContext ctx, final S current, final TermReader request) throws Exception {
        throw new UnsupportedOperationException("no answer to requests in state " + current + ": " + request);
    }

    /** The machine has come into a state from another; at its beginning, {@code before} is null. Not called for staying. */
    protected void onEnter(final ProcessContext ctx, final S current, final S before) throws Exception {
        // Most states need no more than to be there.
    }

    /** The time of {@link #stateTimeout} is over, and the state is still the same; returns the next state. */
    protected S onStateTimeout(final ProcessContext ctx, final S current) throws Exception {
        return current;
    }

    /** True for a message or request that is to wait until the state has changed. Must have no effect. */
    protected boolean postpones(final S current, final TermReader event) {
        return false;
    }

    /** Calls {@link #onStateTimeout} after a time in nanoseconds, unless the state changes before. One at a time. */
    protected final void stateTimeout(final ProcessContext ctx, final long delayNs) {
        ctx.cancelTimer(timeout);
        timeout = ctx.startTimer(delayNs);
    }

    /** The state. */
    protected final S state() {
        return state;
    }

    private void go(final ProcessContext ctx, final S next) throws Exception {
        final S before = state;
        if (next != before) {
            ctx.cancelTimer(timeout);
            timeout = 0;
            state = next;
            onEnter(ctx, next, before);
        }
    }

    @Override
    public void onStart(final ProcessContext ctx) throws Exception {
        onEnter(ctx, state, null);
    }

    @Override
    public final boolean selects(final ProcessContext ctx, final TermReader message) {
        return !postpones(state, message);
    }

    @Override
    public final void onMessage(final ProcessContext ctx, final TermReader message) throws Exception {
        go(ctx, onEvent(ctx, state, message));
    }

    @Override
    public final void onRequest(final ProcessContext ctx, final TermReader request) throws Exception {
        go(ctx, onRequest(ctx, state, request));
    }

    @Override
    public void onTimer(final ProcessContext ctx, final long timerId) throws Exception {
        if (timerId == timeout) {
            timeout = 0;
            go(ctx, onStateTimeout(ctx, state));
        }
    }
}
