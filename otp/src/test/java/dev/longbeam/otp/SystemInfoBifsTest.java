package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.sched.Emulator;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemInfoBifsTest {
    private final GoldenCalls calls = new GoldenCalls(ErlangSystemInfoBifs.class, ErlangStatisticsBifs.class, ErlangSystemFlagBifs.class);

    @Test
    void shouldAgreeWithEmulatorOnWhatEveryMachineTells() {
        assertEquals(List.of(), calls.differences("system_info.txt"));
    }

    @Test
    void shouldTellVersionAsOnTheBanner() {
        assertEquals("Erlang/OTP 25 [erts-13.1.5] [source] [64-bit] [smp:1:1] [ds:1:1:10] [async-threads:1]\n",
            SystemFacts.ofRelease(25, "13.1.5").versionText(calls.process.emulator()));
    }

    @Test
    void shouldFollowReleaseInstalled() {
        final Emulator emulator = calls.process.emulator();
        emulator.service(SystemFacts.class, SystemFacts.ofRelease(27, "15.2.7"));

        assertEquals("volatile", calls.call("erlang:system_info(time_offset)"));
        assertEquals("multi_time_warp", calls.call("erlang:system_info(time_warp_mode)"));
        assertEquals("false", calls.call("erlang:system_info(async_dist)"));
        assertEquals("{erts_dflags,55966662588,17230663572,55966662588,8396866,8192}", calls.call("erts_internal:get_dflags()"));
        assertEquals("[50,55]", calls.call("erlang:system_info(otp_release)"));
    }

    @Test
    void shouldKeepHeapLimitAsMap() {
        assertEquals(Term.makeSmall(0), size(calls.bif("erlang:system_info/1", Atom.of("max_heap_size"))));
        assertEquals(Term.makeSmall(0), size(calls.bif("erlang:system_flag/2", Atom.of("max_heap_size"), Term.makeSmall(1000))));
        assertEquals(Term.makeSmall(1000), size(calls.bif("erlang:system_info/1", Atom.of("max_heap_size"))));
        assertEquals(Term.NON_VALUE, calls.bif("erlang:system_flag/2", Atom.of("max_heap_size"), Maps.empty(calls.process)));
    }

    @Test
    void shouldTellFiguresThatGrow() {
        assertTrue(calls.call("erlang:statistics(wall_clock)").matches("\\{\\d+,\\d+\\}"));
        assertTrue(calls.call("erlang:statistics(runtime)").matches("\\{\\d+,\\d+\\}"));
        assertTrue(calls.call("erlang:statistics(reductions)").matches("\\{\\d+,\\d+\\}"));
        assertEquals("{0,0,0}", calls.call("erlang:statistics(garbage_collection)"));
        assertEquals("[0,0]", calls.call("erlang:statistics(run_queue_lengths)"));
        assertEquals("[0,0,0]", calls.call("erlang:statistics(run_queue_lengths_all)"));
        assertEquals("{{input,0},{output,0}}", calls.call("erlang:statistics(io)"));
        assertEquals("0", calls.call("erlang:statistics(run_queue)"));
    }

    @Test
    void shouldTellSchedulersAndLoggers() {
        assertEquals("1", calls.call("erlang:system_info(schedulers)"));
        assertEquals("1", calls.call("erlang:system_flag(schedulers_online,1)"));
        assertEquals("logger", calls.call("erlang:system_flag(system_logger,undefined)"));
        assertEquals("undefined", calls.call("erlang:system_info(system_logger)"));
        assertEquals("{unbound}", calls.call("erlang:system_info(scheduler_bindings)"));
        assertNotEquals(Atoms.BADARG, calls.bif("erlang:system_info/1", Atom.of("os_version")));
        assertTrue(calls.call("erlang:system_info(cpu_topology)").startsWith("[{processor,[{core,{logical,0}}"));
    }

    private static long size(final long mapTerm) {
        return Maps.get(mapTerm, Atom.of("size"));
    }
}
