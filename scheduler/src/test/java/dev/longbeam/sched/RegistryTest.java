package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registered names, by several threads at once: both directions always agree. */
@Timeout(60)
class RegistryTest {
    private static final long AM_NAME = Atom.of("registry_test_name");
    private static final long AM_OTHER = Atom.of("registry_test_other");
    private static final int ROUNDS = 20_000;

    private final Registry registry = new Emulator(new EmulatorOptions()).registry;

    /** Something to name. */
    private static final class Thing implements Named {
        private final long identifier;
        private volatile long nameTerm = Term.NIL;
        private volatile boolean ending;

        Thing(final long identifier) {
            this.identifier = identifier;
        }

        @Override
        public long identifier() {
            return identifier;
        }

        @Override
        public long registeredName() {
            return nameTerm;
        }

        @Override
        public void registeredName(final long name) {
            nameTerm = name;
        }

        @Override
        public boolean isExiting() {
            return ending;
        }
    }

    @Test
    void shouldTakeANameOnlyFromWhoHasIt() {
        final Thing first = new Thing(1);
        final Thing second = new Thing(2);
        assertTrue(registry.register(AM_NAME, first));
        assertFalse(registry.register(AM_OTHER, first), "has a name");
        assertFalse(registry.register(AM_NAME, second), "is taken");
        assertFalse(registry.unregister(AM_NAME, second));
        assertFalse(registry.unregister(Term.NIL, second));
        assertEquals(1, registry.whereis(AM_NAME));
        assertTrue(registry.unregister(AM_NAME, first));
        assertFalse(registry.unregister(AM_NAME, first));
        assertEquals(Term.NON_VALUE, registry.whereis(AM_NAME));
        assertEquals(Term.NIL, first.registeredName());
    }

    @Test
    void shouldNotNameWhoIsEnding() {
        final Thing thing = new Thing(1);
        thing.ending = true;
        assertTrue(registry.register(AM_NAME, thing));
        assertEquals(Term.NON_VALUE, registry.whereis(AM_NAME));
        assertEquals(Term.NIL, thing.registeredName());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAgreeInBothDirections(final long seed) throws Exception {
        final Thing[] things = {new Thing(1), new Thing(2)};
        final AtomicReference<Throwable> fault = new AtomicReference<>();
        final CyclicBarrier together = new CyclicBarrier(2, () -> check(things, fault));
        final Thread[] threads = new Thread[2];
        for (int t = 0; t < threads.length; t++) {
            final Random random = new Random(seed * 31 + t);
            threads[t] = new Thread(() -> {
                try {
                    for (int round = 0; round < ROUNDS && fault.get() == null; round++) {
                        step(random, things[random.nextInt(2)]);
                        together.await();
                    }
                } catch (final Exception e) {
                    fault.compareAndSet(null, e);
                }
            });
            threads[t].start();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        if (fault.get() != null) {
            throw new AssertionError(fault.get());
        }
    }

    private void step(final Random random, final Thing thing) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            final long name = random.nextBoolean() ? AM_NAME : AM_OTHER;
            if (random.nextBoolean()) {
                registry.register(name, thing);
            } else {
                registry.unregister(name, thing);
            }
        }
    }

    private void check(final Thing[] things, final AtomicReference<Throwable> fault) {
        int named = 0;
        for (final Thing thing : things) {
            final long name = thing.registeredName();
            if (name != Term.NIL) {
                named++;
                if (registry.whereis(name) != thing.identifier) {
                    fault.compareAndSet(null, new AssertionError("the table does not know the name of " + thing.identifier));
                }
            }
        }
        if (registry.names().length != named) {
            fault.compareAndSet(null, new AssertionError(registry.names().length + " names for " + named));
        }
    }
}
