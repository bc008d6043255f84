package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that begin and end on two schedulers as fast as they can, while other threads want something of them. */
@Timeout(120)
class BeginAndEndTest {
    private static final int FAMILIES = 20;
    private static final int PROCESSES = 20_000;

    private final AtomicInteger left = new AtomicInteger(PROCESSES);
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final Queue<Process> young = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger completions = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final Emulator emulator;

    BeginAndEndTest() {
        final EmulatorOptions options = new EmulatorOptions();
        options.schedulers = 2;
        options.pin = false;
        emulator = new Emulator(options);
        emulator.faultHandler((message, cause) -> fault.set(cause));
    }

    /** Processes run for a slice or two; the last thing that most do is to start others. */
    private final class ShortLives implements Engine {
        private final Random random;

        ShortLives(final long seed) {
            random = new Random(seed);
        }

        @Override
        public int run(final Process p) {
            p.bumpReductions(1);
            if (random.nextInt(4) == 0) {
                return PREEMPTED;
            }
            for (int i = random.nextInt(3); i > 0 && left.decrementAndGet() > 0; i--) {
                launch(p, random.nextInt(3));
            }
            p.exitReasonTerm = Atoms.NORMAL;
            return EXITED;
        }
    }

    private void launch(final Process parent, final int bound) {
        final SpawnOptions options = new SpawnOptions(emulator.options);
        options.boundScheduler = bound;
        final Process p = emulator.spawn(parent, options, SleepingProcesses.AM_A, SleepingProcesses.AM_B, Term.NIL);
        young.add(p);
        emulator.launch(p);
    }

    private void bother(final Random random) {
        final Process p = young.poll();
        if (p == null) {
            Thread.onSpinWait();
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                if (SystemTasks.add(p, random.nextInt(4), SystemTasks.Kind.LOOK, done -> answered.incrementAndGet())) {
                    asked.incrementAndGet();
                }
            }
            case 1 -> {
                completions.incrementAndGet();
                p.complete(new BlockingCall.Completion() {
                    @Override
                    public long complete(final Process q) {
                        throw new AssertionError("no process here waits for an answer");
                    }

                    @Override
                    public void abandon() {
                        abandoned.incrementAndGet();
                    }
                });
            }
            case 2 -> Signals.message(null, p, Atoms.OK);
            default -> Signals.exit(p.self, p, Atoms.KILL);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAnswerEverybodyAndLeaveNothingBehind(final long seed) throws InterruptedException {
        final long heaps = Blocks.liveBlocks(MemoryKind.PROCESS);
        final long signals = Blocks.liveBlocks(MemoryKind.SIGNAL);
        final CountDownLatch over = new CountDownLatch(2);
        emulator.start(scheduler -> new ShortLives(seed * 10 + scheduler.index));

        for (int i = 0; i < 2; i++) {
            final Random random = new Random(seed * 10 + 7 + i);
            Thread.ofPlatform().start(() -> {
                while (fault.get() == null && (emulator.processes.count() > 0 || left.get() > 0 || !young.isEmpty())) {
                    bother(random);
                }
                over.countDown();
            });
        }
        while (fault.get() == null && left.get() > 0) {
            if (emulator.processes.count() < FAMILIES) {
                left.decrementAndGet();
                launch(null, 0);
            }
        }
        final boolean inTime = over.await(100, TimeUnit.SECONDS);
        emulator.stop();
        final boolean stopped = emulator.awaitStop(10_000);

        assertTrue(inTime && stopped, () -> "processes=" + emulator.processes.count() + " young=" + young.size());
        assertEquals(null, fault.get());
        emulator.free();
        assertEquals(0, emulator.processes.count());
        assertEquals(0, emulator.processes.all().length);
        assertEquals(asked.get(), answered.get());
        assertEquals(completions.get(), abandoned.get());
        assertEquals(heaps, Blocks.liveBlocks(MemoryKind.PROCESS));
        assertEquals(signals, Blocks.liveBlocks(MemoryKind.SIGNAL));
    }
}
