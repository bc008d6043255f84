package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A machine that connects, sends on what came meanwhile, and gives up after a while. */
class StateMachineTest {
    private static final long MS = 1_000_000;

    private final SteppedJavaNode stepped = new SteppedJavaNode(1);
    private final Sender sender = stepped.node.sender();
    private final List<String> seen = new ArrayList<>();

    private enum State { CONNECTING, CONNECTED, FAILED }

    private final class Connection extends StateMachine<State> {
        Connection() {
            super(State.CONNECTING);
        }

        @Override
        protected void onEnter(final ProcessContext ctx, final State state, final State before) {
            seen.add(before + ">" + state);
            if (state == State.CONNECTING) {
                stateTimeout(ctx, 100 * MS);
            }
        }

        @Override
        protected boolean postpones(final State state, final TermReader event) {
            return state == State.CONNECTING && event.isTuple();
        }

        @Override
        protected State onEvent(final ProcessContext ctx, final State state, final TermReader event) {
            if (event.isAtom()) {
                return State.valueOf(AtomTable.name(event.atom()));
            }
            seen.add(state + " " + event);
            return state;
        }

        @Override
        protected State onRequest(final ProcessContext ctx, final State state, final TermReader request) {
            ctx.reply(ctx.message().atom(state.name()));
            return state;
        }

        @Override
        protected State onStateTimeout(final ProcessContext ctx, final State state) {
            return State.FAILED;
        }
    }

    private final long machine = stepped.node.spawn(ProcessSpec.of(new Connection()));

    @AfterEach
    void close() {
        sender.close();
        stepped.node.close();
    }

    @Test
    void shouldPostponeEventsUntilTheStateChanges() {
        sender.offer(machine, sender.message().tuple(1).int64(1));
        sender.offer(machine, sender.message().tuple(1).int64(2));
        stepped.settle();
        assertEquals(List.of("null>CONNECTING"), seen);

        sender.offer(machine, sender.message().atom("CONNECTED"));
        stepped.settle();

        assertEquals(List.of("null>CONNECTING", "CONNECTING>CONNECTED", "CONNECTED {1}", "CONNECTED {2}"), seen);
        stepped.advance(200 * MS);
        assertEquals(4, seen.size());
    }

    @Test
    void shouldTimeOutInAState() {
        stepped.settle();
        stepped.advance(99 * MS);
        assertEquals(1, seen.size());
        stepped.advance(2 * MS);

        assertEquals(List.of("null>CONNECTING", "CONNECTING>FAILED"), seen);
        final var answer = sender.call(machine, sender.message().atom("which"), MS, TermReader::toString);
        stepped.settle();
        assertEquals("'FAILED'", answer.join());
    }
}
