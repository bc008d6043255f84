package dev.longbeam.sched;

import static dev.longbeam.sched.SleepingProcesses.AM_A;
import static dev.longbeam.sched.SleepingProcesses.AM_B;
import static dev.longbeam.sched.SleepingProcesses.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, monitors and aliases when signals cross each other. */
class RelationSignalsTest {
    private static final long[] NONE = {};

    private final SleepingProcesses processes = new SleepingProcesses(1, 2);
    private final Process p = processes.spawn();
    private final Process q = processes.spawn();

    @BeforeEach
    void trap() {
        p.trapExit = true;
        q.trapExit = true;
    }

    private static String pid(final Process process) {
        return TermPrinter.text(process.self);
    }

    private long monitor(final long aliasMode) {
        return Ref.number(ProcessMonitors.monitor(p, q.self, false, Term.NON_VALUE, Atoms.DOWN_TAG, aliasMode));
    }

    private void assertLinked(final boolean linked) {
        assertArrayEquals(linked ? new long[] {q.self} : NONE, ProcessMonitors.links(p));
        assertArrayEquals(linked ? new long[] {p.self} : NONE, ProcessMonitors.links(q));
    }

    @Test
    void shouldLinkBothSides() {
        ProcessMonitors.link(p, q);
        processes.settle();

        assertLinked(true);
    }

    @Test
    void shouldLinkWhenBothSidesLinkAtOnce() {
        ProcessMonitors.link(p, q);
        ProcessMonitors.link(q, p);
        processes.settle();

        assertLinked(true);
    }

    @Test
    void shouldNotLinkWhenBothSidesUnlinkAtOnce() {
        ProcessMonitors.link(p, q);
        processes.settle();
        ProcessMonitors.unlink(p, q.self);
        ProcessMonitors.unlink(q, p.self);
        processes.settle();

        assertLinked(false);
        assertArrayEquals(NONE, ProcessMonitors.unlinking(p));
        assertArrayEquals(NONE, ProcessMonitors.unlinking(q));
    }

    @Test
    void shouldLinkAgainBeforeTheAnswerToAnUnlink() {
        ProcessMonitors.link(p, q);
        processes.settle();
        ProcessMonitors.unlink(p, q.self);
        ProcessMonitors.link(p, q);
        processes.settle();

        assertLinked(true);
    }

    @Test
    void shouldNotTakeTheOtherSidesOldLinkForANewOne() {
        ProcessMonitors.link(q, p);
        ProcessMonitors.link(p, q);
        ProcessMonitors.unlink(p, q.self);
        processes.settle();

        assertLinked(false);
    }

    @Test
    void shouldWaitForTheAnswerToAnUnlink() {
        ProcessMonitors.link(p, q);
        processes.settle();

        ProcessMonitors.unlink(p, q.self);

        assertArrayEquals(NONE, ProcessMonitors.links(p));
        assertArrayEquals(new long[] {q.self}, ProcessMonitors.unlinking(p));
        processes.settle();
        assertArrayEquals(NONE, ProcessMonitors.unlinking(p));
        assertLinked(false);
    }

    @Test
    void shouldIgnoreAnExitThatAnUnlinkHasOvertaken() {
        ProcessMonitors.link(p, q);
        processes.settle();
        Signals.exitFromLink(q.self, p, AM_A);
        ProcessMonitors.unlink(p, q.self);
        processes.settle();

        assertEquals("", text(p));
    }

    @Test
    void shouldTellLinkedProcessesOfTheEnd() {
        ProcessMonitors.link(p, q);
        Signals.exit(p.self, q, Atoms.KILL);
        processes.settle();

        assertEquals("{'EXIT'," + pid(q) + ",killed}", text(p));
        assertArrayEquals(NONE, ProcessMonitors.links(p));
    }

    @Test
    void shouldExitWithNoprocWhenLinkingToADeadProcess() {
        Signals.exit(p.self, q, Atoms.KILL);
        processes.settle();
        ProcessMonitors.link(p, q);
        processes.settle();

        assertEquals("{'EXIT'," + pid(q) + ",noproc}", text(p));
    }

    @Test
    void shouldRefuseALinkThatComesBehindTheEnd() {
        Signals.exit(p.self, q, Atoms.KILL);
        ProcessMonitors.link(p, q);
        processes.settle();

        assertEquals("{'EXIT'," + pid(q) + ",noproc}", text(p));
    }

    @Test
    void shouldTellWatchersOfTheEnd() {
        final long ref = monitor(0);
        processes.settle();
        assertArrayEquals(new long[] {p.self}, ProcessMonitors.watchers(q));
        Signals.exit(p.self, q, Atoms.KILL);
        processes.settle();

        assertEquals("{'DOWN',#Ref", text(p).substring(0, 12));
        assertTrue(text(p).endsWith(",process," + pid(q) + ",killed}"));
        assertFalse(ProcessMonitors.hasMonitor(p, ref));
    }

    @Test
    void shouldTellNoprocToAWatcherThatComesBehindTheEnd() {
        Signals.exit(p.self, q, Atoms.KILL);
        monitor(0);
        processes.settle();

        assertTrue(text(p).endsWith(",noproc}"));
    }

    @Test
    void shouldIgnoreADownThatADemonitorHasOvertaken() {
        final long ref = monitor(0);
        processes.settle();
        Signals.down(p, ref, AM_A);
        assertTrue(ProcessMonitors.demonitor(p, ref));
        processes.settle();

        assertEquals("", text(p));
        assertArrayEquals(NONE, ProcessMonitors.watchers(q));
        assertFalse(ProcessMonitors.demonitor(p, ref));
    }

    @Test
    void shouldFlushADownThatHasArrived() {
        final long other = monitor(0);
        final long ref = monitor(0);
        processes.settle();
        final long before = Blocks.usedBytes(MemoryKind.SIGNAL);
        Signals.down(p, ref, AM_A);
        processes.settle();
        assertEquals(1, p.messageCount());

        ProcessMonitors.flush(p, other);
        assertEquals(1, p.messageCount());
        ProcessMonitors.flush(p, ref);

        assertEquals(0, p.messageCount());
        assertEquals(before, Blocks.usedBytes(MemoryKind.SIGNAL));
    }

    @Test
    void shouldForgetMonitorsOfAWatcherThatEnds() {
        monitor(0);
        processes.settle();
        Signals.exit(q.self, p, Atoms.KILL);
        processes.settle();

        assertArrayEquals(NONE, ProcessMonitors.watchers(q));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDropMessagesThroughAnAliasThatIsTakenBack(final boolean arrived) {
        final long alias = Ref.number(ProcessMonitors.alias(p, false));
        Signals.aliasMessage(q, p, alias, AM_A);
        if (arrived) {
            processes.settle();
        }
        assertTrue(ProcessMonitors.unalias(p, alias));
        Signals.aliasMessage(q, p, alias, AM_B);
        processes.settle();

        assertEquals(arrived ? "a" : "", text(p));
        assertFalse(ProcessMonitors.unalias(p, alias));
    }

    @Test
    void shouldTakeOneMessageThroughAReplyAlias() {
        final long alias = Ref.number(ProcessMonitors.alias(p, true));
        Signals.aliasMessage(q, p, alias, AM_A);
        Signals.aliasMessage(q, p, alias, AM_B);
        processes.settle();

        assertEquals("a", text(p));
        assertFalse(ProcessMonitors.unalias(p, alias));
    }

    @Test
    void shouldEndTheMonitorWithTheReply() {
        final long ref = monitor(Relations.ALIAS_REPLY);
        processes.settle();
        Signals.aliasMessage(q, p, ref, AM_A);
        processes.settle();
        Signals.exit(p.self, q, Atoms.KILL);
        processes.settle();

        assertEquals("a", text(p));
        assertFalse(ProcessMonitors.hasMonitor(p, ref));
    }

    @Test
    void shouldEndTheAliasWithTheMonitor() {
        final long ref = monitor(Relations.ALIAS_DEMONITOR);
        processes.settle();
        ProcessMonitors.demonitor(p, ref);
        Signals.aliasMessage(q, p, ref, AM_A);
        processes.settle();

        assertEquals("", text(p));
    }

    @Test
    void shouldKeepAnExplicitAliasWhenTheMonitorFires() {
        final long ref = monitor(Relations.ALIAS_EXPLICIT);
        processes.settle();
        Signals.exit(p.self, q, Atoms.KILL);
        processes.settle();
        final Process other = processes.spawn();
        Signals.aliasMessage(other, p, ref, AM_A);
        processes.settle();

        assertTrue(text(p).endsWith(" a"));
    }

    @Test
    void shouldRelateASleepingProcessWithoutWakingIt() {
        final SleepingProcesses single = new SleepingProcesses(1, 1);
        final Process asks = single.spawn();
        final Process sleeps = single.spawn();
        final long reductions = sleeps.reductions();
        single.act(asks, () -> {
            ProcessMonitors.link(asks, sleeps);
            assertArrayEquals(new long[] {asks.self}, ProcessMonitors.links(sleeps));
            final long ref = Ref.number(ProcessMonitors.monitor(asks, sleeps.self, false, Term.NON_VALUE, Atoms.DOWN_TAG, 0));
            assertArrayEquals(new long[] {asks.self}, ProcessMonitors.watchers(sleeps));
            assertTrue(ProcessMonitors.demonitor(asks, ref));
            assertArrayEquals(NONE, ProcessMonitors.watchers(sleeps));
            ProcessMonitors.unlink(asks, sleeps.self);
            assertArrayEquals(NONE, ProcessMonitors.links(sleeps));
            assertArrayEquals(NONE, ProcessMonitors.unlinking(asks));
            assertTrue(sleeps.isAsleep());
        });

        assertEquals(reductions, sleeps.reductions());
        assertTrue(sleeps.isAsleep());
    }

    @Test
    void shouldTakeAReplyThroughAnAliasWhileItSleeps() {
        final SleepingProcesses single = new SleepingProcesses(1, 1);
        final Process calls = single.spawn();
        final Process answers = single.spawn();
        final long[] ref = new long[1];
        single.act(calls, () -> ref[0] =
            Ref.number(ProcessMonitors.monitor(calls, answers.self, false, Term.NON_VALUE, Atoms.DOWN_TAG, Relations.ALIAS_REPLY)));
        single.act(answers, () -> {
            Signals.aliasMessage(answers, calls, ref[0], AM_A);
            assertEquals("a", text(calls));
            assertFalse(ProcessMonitors.hasMonitor(calls, ref[0]));
            assertArrayEquals(NONE, ProcessMonitors.watchers(answers));

            Signals.aliasMessage(answers, calls, ref[0], AM_B);
        });

        assertEquals("a", text(calls));
        assertTrue(calls.isAsleep());
    }

    @Test
    void shouldTellTheWatchersThatASleepingProcessHasTakenOn() {
        final SleepingProcesses single = new SleepingProcesses(1, 1);
        final Process watches = single.spawn();
        final Process ends = single.spawn();
        single.act(watches, () -> ProcessMonitors.monitor(watches, ends.self, false, Term.NON_VALUE, Atoms.DOWN_TAG, 0));
        single.act(watches, () -> Signals.exit(watches, ends, AM_A));

        assertFalse(single.isAlive(ends));
        assertTrue(text(watches).startsWith("{'DOWN',"), text(watches));
    }
}
