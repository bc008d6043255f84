package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.otp.posix.PosixTime;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Expected values are those of OTP 25 with {@code TZ=CET-1CEST,M3.5.0,M10.5.0/3}. */
class TimeBifsTest {
    private static final byte[] TZ = bytes("TZ");
    private static final int[] ANY_TIME = {0, 0, 0, 1, 1, 2024};

    private final GoldenCalls calls = new GoldenCalls(ErlangTimeBifs.class, ErlangUniqueBifs.class, OsBifs.class,
        ErlangDynamicTraceBifs.class);

    @BeforeAll
    static void useCentralEuropeanTime() throws PosixException {
        PosixProcess.setenv(TZ, bytes("CET-1CEST,M3.5.0,M10.5.0/3"));
        PosixTime.timeOf(ANY_TIME, -1);
    }

    @AfterAll
    static void useTimeOfTheMachine() throws PosixException {
        final String zone = System.getenv("TZ");
        if (zone == null) {
            PosixProcess.unsetenv(TZ);
        } else {
            PosixProcess.setenv(TZ, bytes(zone));
        }
        PosixTime.timeOf(ANY_TIME, -1);
    }

    @Test
    void shouldConvertSecondsToUniversalTime() {
        assertCall("{{1970,1,1},{0,0,0}}", "erlang:posixtime_to_universaltime(0)");
        assertCall("{{1969,12,31},{23,59,59}}", "erlang:posixtime_to_universaltime(-1)");
        assertCall("{{-1,12,31},{0,0,0}}", "erlang:posixtime_to_universaltime(-62167219200)");
        assertCall("{{-1,12,30},{23,59,59}}", "erlang:posixtime_to_universaltime(-62167219201)");
        assertCall("{{9999,12,31},{23,59,59}}", "erlang:posixtime_to_universaltime(253402300799)");
        assertCall("{{10000,1,1},{0,0,0}}", "erlang:posixtime_to_universaltime(253402300800)");
        assertCall("{{1141709097,6,13},{6,26,8}}", "erlang:posixtime_to_universaltime(36028797018963968)");
        assertCall("{{146138514283,6,19},{7,45,4}}", "erlang:posixtime_to_universaltime(4611686018427387904)");
        assertCall("{{-146138510344,7,14},{16,14,56}}", "erlang:posixtime_to_universaltime(-4611686018427387904)");
        assertCall("{{-2147483648,1,2},{12,0,0}}", "erlang:posixtime_to_universaltime(-67768100567755200)");
        assertCall("error:badarg", "erlang:posixtime_to_universaltime(73786976294838206464)");
        assertCall("error:badarg", "erlang:posixtime_to_universaltime(a)");
        assertCall("error:badarg", "erlang:posixtime_to_universaltime(1.0)");
    }

    @Test
    void shouldConvertUniversalTimeToSeconds() {
        assertCall("0", "erlang:universaltime_to_posixtime({{1970,1,1},{0,0,0}})");
        assertCall("-1", "erlang:universaltime_to_posixtime({{1969,12,31},{23,59,59}})");
        assertCall("1582934400", "erlang:universaltime_to_posixtime({{2020,2,29},{0,0,0}})");
        assertCall("317184076799", "erlang:universaltime_to_posixtime({{12021,2,28},{23,59,59}})");
        assertCall("-2203891200", "erlang:universaltime_to_posixtime({{1900,3,1},{0,0,0}})");
        assertCall("-11670912000", "erlang:universaltime_to_posixtime({{1600,3,1},{0,0,0}})");
        assertCall("error:badarg", "erlang:universaltime_to_posixtime({{0,1,1},{0,0,0}})");
        assertCall("error:badarg", "erlang:universaltime_to_posixtime({{2021,2,29},{0,0,0}})");
        assertCall("error:badarg", "erlang:universaltime_to_posixtime({{2021,2,28},{24,0,0}})");
        assertCall("error:badarg", "erlang:universaltime_to_posixtime({{2021,2,28},{23,59,60}})");
        assertCall("error:badarg", "erlang:universaltime_to_posixtime({{1970,1,0},{0,0,0}})");
        assertCall("error:badarg", "erlang:universaltime_to_posixtime({{1970,13,1},{0,0,0}})");
        assertCall("error:badarg", "erlang:universaltime_to_posixtime(foo)");
    }

    @Test
    void shouldConvertUniversalToLocalTime() {
        assertCall("{{1970,1,1},{1,0,0}}", "erlang:universaltime_to_localtime({{1970,1,1},{0,0,0}})");
        assertCall("{{2024,7,1},{14,0,0}}", "erlang:universaltime_to_localtime({{2024,7,1},{12,0,0}})");
        assertCall("{{2024,3,31},{3,0,0}}", "erlang:universaltime_to_localtime({{2024,3,31},{1,0,0}})");
        assertCall("{{2024,10,27},{2,59,59}}", "erlang:universaltime_to_localtime({{2024,10,27},{0,59,59}})");
        assertCall("{{2024,10,27},{2,0,0}}", "erlang:universaltime_to_localtime({{2024,10,27},{1,0,0}})");
        assertCall("{{1902,1,1},{1,0,0}}", "erlang:universaltime_to_localtime({{1902,1,1},{0,0,0}})");
        assertCall("{{10000,1,1},{0,59,59}}", "erlang:universaltime_to_localtime({{9999,12,31},{23,59,59}})");
        assertCall("error:badarg", "erlang:universaltime_to_localtime({{1800,1,1},{0,0,0}})");
        assertCall("error:badarg", "erlang:universaltime_to_localtime({{2024,2,30},{0,0,0}})");
        assertCall("error:badarg", "erlang:universaltime_to_localtime({{2024,2,3},{0,0,0},a})");
    }

    @Test
    void shouldConvertLocalToUniversalTime() {
        assertCall("{{2024,7,1},{10,0,0}}", "erlang:localtime_to_universaltime({{2024,7,1},{12,0,0}},true)");
        assertCall("{{2024,7,1},{11,0,0}}", "erlang:localtime_to_universaltime({{2024,7,1},{12,0,0}},false)");
        assertCall("{{2024,7,1},{10,0,0}}", "erlang:localtime_to_universaltime({{2024,7,1},{12,0,0}},undefined)");
        assertCall("{{2024,1,1},{10,0,0}}", "erlang:localtime_to_universaltime({{2024,1,1},{12,0,0}},true)");
        assertCall("{{2024,1,1},{11,0,0}}", "erlang:localtime_to_universaltime({{2024,1,1},{12,0,0}},false)");
        assertCall("{{2024,3,31},{0,30,0}}", "erlang:localtime_to_universaltime({{2024,3,31},{2,30,0}},true)");
        assertCall("{{2024,3,31},{1,30,0}}", "erlang:localtime_to_universaltime({{2024,3,31},{2,30,0}},false)");
        assertCall("{{2024,10,27},{0,30,0}}", "erlang:localtime_to_universaltime({{2024,10,27},{2,30,0}},true)");
        assertCall("{{2024,10,27},{1,30,0}}", "erlang:localtime_to_universaltime({{2024,10,27},{2,30,0}},false)");
        assertCall("{{1969,12,31},{23,59,59}}", "erlang:localtime_to_universaltime({{1970,1,1},{0,59,59}},undefined)");
        assertCall("error:badarg", "erlang:localtime_to_universaltime({{2024,7,1},{12,0,0}},foo)");
        assertCall("error:badarg", "erlang:localtime_to_universaltime({{1900,10,27},{2,30,0}},undefined)");
        assertCall("error:badarg", "erlang:localtime_to_universaltime({{2024,13,1},{0,0,0}},undefined)");
    }

    @Test
    void shouldTellTimeInTheUnitsAskedFor() {
        final FixedSource source = new FixedSource(5_000_000_000L, 1_795_355_309_123_456_789L);
        NodeState.of(calls.process).clock = new Clock(source);
        source.monotonicNs += 116_135_035L;
        assertCall("-576460751883864965", "erlang:monotonic_time()");
        assertCall("-576460751883864965", "erlang:monotonic_time(native)");
        assertCall("-576460751883864965", "erlang:monotonic_time(1000000000)");
        assertCall("-576460752", "erlang:monotonic_time(second)");
        assertCall("-576460752", "erlang:monotonic_time(seconds)");
        assertCall("-576460751884", "erlang:monotonic_time(milli_seconds)");
        assertCall("-576460751883865", "erlang:monotonic_time(microsecond)");
        assertCall("-4035225264", "erlang:monotonic_time(7)");
        assertCall("-1729382255651594895", "erlang:monotonic_time(3000000000)");
        assertCall("error:badarg", "erlang:monotonic_time(0)");
        assertCall("error:badarg", "erlang:monotonic_time(-1)");
        assertCall("error:badarg", "erlang:monotonic_time(-36893488147419103232)");
        assertCall("error:badarg", "erlang:monotonic_time(foo)");
        assertCall("1795355309239591824", "erlang:system_time()");
        assertCall("1795355309", "erlang:system_time(second)");
        assertCall("2371816061", "erlang:time_offset(second)");
        assertCall("2371816061123456789", "erlang:time_offset()");
        assertCall("{1795,355309,239591}", "erlang:timestamp()");
        assertCall("{1795,355309,123456}", "os:timestamp()");
        assertCall("1795355309123", "os:system_time(millisecond)");
        assertCall("{1795,355309,239591}", "erlang:now()");
        assertCall("{1795,355309,239592}", "erlang:now()");
        assertCall("{{2026,11,22},{14,48,29}}", "erlang:localtime()");
        assertCall("{{2026,11,22},{13,48,29}}", "erlang:universaltime()");
        assertCall("{2026,11,22}", "erlang:date()");
        assertCall("{14,48,29}", "erlang:time()");
        assertCall("5116135035", "os:perf_counter()");
    }

    @Test
    void shouldConvertTimeToUnitsOfAnySize() {
        NodeState.of(calls.process).clock = new Clock(new FixedSource(0, 0));
        assertCall("-2658455990170537888535543808", "erlang:monotonic_time(4611686018427387904)");
        assertCall("-680564733483657699465099214848", "erlang:monotonic_time(1180591620717411303424)");
    }

    @Test
    void shouldMakeUniqueIntegers() {
        final long first = Integers.longValue(calls.bif("erlang:unique_integer/0"));
        assertTrue(first >= Term.MIN_SMALL && first < 0, () -> "first=" + first);
        assertNotEquals(calls.call("erlang:unique_integer()"), calls.call("erlang:unique_integer([])"));
        assertTrue(Long.parseLong(calls.call("erlang:unique_integer([positive])")) > 0);
        final long earlier = Long.parseLong(calls.call("erlang:unique_integer([monotonic])"));
        assertEquals(earlier + 1, Long.parseLong(calls.call("erlang:unique_integer([monotonic])")));
        assertEquals(earlier + 2 - Term.MIN_SMALL + 1, Long.parseLong(calls.call("erlang:unique_integer([monotonic,positive])")));
        assertCall("error:badarg", "erlang:unique_integer([foo])");
        assertCall("error:badarg", "erlang:unique_integer([positive|foo])");
        assertCall("error:badarg", "erlang:unique_integer(foo)");
    }

    @Test
    void shouldKeepAnEnvironmentOfItsOwn() {
        NativeNames.configure(NativeNames.Encoding.UTF8, NativeNames.Invalid.WARNING);
        assertCall("false", "os:getenv(\"LONGBEAM_TEST_NONE\")");
        assertCall("true", "os:putenv(\"LONGBEAM_TEST\",[228,8364])");
        assertCall("[228,8364]", "os:getenv(\"LONGBEAM_TEST\")");
        assertCall("true", "os:putenv(\"LONGBEAM_TEST\",[])");
        assertCall("[]", "os:getenv(\"LONGBEAM_TEST\")");
        assertCall("true", "os:unsetenv(\"LONGBEAM_TEST\")");
        assertCall("false", "os:getenv(\"LONGBEAM_TEST\")");
        assertCall("false", "os:getenv([])");
        assertCall("error:badarg", "os:getenv(\"A=B\")");
        assertCall("error:badarg", "os:getenv(path)");
        assertCall("error:badarg", "os:putenv(\"A\",[0])");
        assertCall("error:badarg", "os:putenv(\"A\",b)");
    }

    @Test
    void shouldCheckSignalsAndTreatments() {
        assertCall("ok", "os:set_signal(sigterm,handle)");
        assertCall("ok", "os:set_signal(sigusr1,ignore)");
        assertCall("error:badarg", "os:set_signal(sigint,default)");
        assertCall("error:badarg", "os:set_signal(sigterm,foo)");
        assertEquals("badopt", dev.longbeam.term.Atom.name(calls.process.failCauseTerm));
        assertCall("error:badarg", "os:set_signal(\"x\",default)");
    }

    @Test
    void shouldHaveNoDynamicTraceTags() {
        assertCall("true", "erlang:dt_spread_tag(true)");
        assertCall("error:badarg", "erlang:dt_spread_tag(1)");
        assertCall("true", "erlang:dt_restore_tag(true)");
        assertCall("error:badarg", "erlang:dt_restore_tag(a)");
        assertCall("undefined", "erlang:dt_get_tag()");
        assertCall("abc", "erlang:dt_append_vm_tag_data(abc)");
    }

    private void assertCall(final String expected, final String call) {
        assertEquals(expected, calls.call(call), call);
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class FixedSource implements Clock.Source {
        private long monotonicNs;
        private final long systemNs;

        FixedSource(final long monotonicNs, final long systemNs) {
            this.monotonicNs = monotonicNs;
            this.systemNs = systemNs;
        }

        @Override
        public long monotonicNs() {
            return monotonicNs;
        }

        @Override
        public long systemNs() {
            return systemNs;
        }
    }
}
