package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes that only wait, on an emulator that the test steps: what signals do to them, and nothing else. The test plays the senders,
 * so that it decides what has arrived when a process looks.
 */
final class SleepingProcesses {
    static final long AM_A = Atom.of("a");
    static final long AM_B = Atom.of("b");
    static final long AM_C = Atom.of("c");

    final Emulator emulator;
    private final Invoker invoker;
    private Process actor;
    private Runnable action;

    SleepingProcesses(final long seed, final int schedulers) {
        invoker = new Invoker(seed);
        final EmulatorOptions options = invoker.options(new EmulatorOptions());
        options.schedulers = schedulers;
        options.pin = false;
        emulator = new Emulator(options);
        emulator.faultHandler((message, cause) -> {
            throw new AssertionError(message, cause);
        });
        invoker.emulator(emulator);
        emulator.start(scheduler -> new Sleep());
    }

    /** A process runs for one reduction, then waits for a message. */
    private final class Sleep implements Engine {
        @Override
        public int run(final Process p) {
            p.bumpReductions(1);
            if (p == actor) {
                actor = null;
                action.run();
            }
            return WAITING;
        }
    }

    /** Does something in a slice of a process, and lets everything happen that follows from it. */
    void act(final Process p, final Runnable newAction) {
        actor = p;
        action = newAction;
        Signals.wake(p);
        settle();
    }

    /** A process that has begun to wait. */
    Process spawn() {
        final Process p = emulator.spawn(null, new SpawnOptions(emulator.options), AM_A, AM_B, Term.NIL);
        emulator.launch(p);
        settle();
        return p;
    }

    /** One cycle of a scheduler. */
    void step() {
        invoker.step();
    }

    /** Lets everything happen that has been asked for. */
    void settle() {
        int idle = 0;
        while (idle < 100) {
            idle = invoker.step() == 0 ? idle + 1 : 0;
        }
    }

    boolean isAlive(final Process p) {
        return emulator.processes.live(p.self) != null;
    }

    /** The messages of a process, in order. */
    static List<Long> messages(final Process p) {
        final List<Long> terms = new ArrayList<>();
        for (long at = p.first(); at != 0; at = SignalLayout.next(at)) {
            terms.add(SignalLayout.term(at));
        }
        return terms;
    }

    /** The messages of a process as text. */
    static String text(final Process p) {
        final StringBuilder text = new StringBuilder();
        for (final long term : messages(p)) {
            text.append(dev.longbeam.term.TermPrinter.text(term)).append(' ');
        }
        return text.toString().trim();
    }
}
