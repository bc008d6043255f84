package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * What {@code erlang:system_info/1} tells of the release and of the node beyond what the emulator itself knows, and the flags of
 * {@code erlang:system_flag/2}: a service of the emulator.
 *
 * <p>The settings are made before the emulator starts; the flags change with {@code system_flag}, on any scheduler.
 */
public final class SystemFacts {
    private static final int FIRST_WITH_TIME_WARP = 26;

    /** Release, such as 25. */
    public final int release;
    /** Version of erts, such as 13.1.5. */
    public final String ertsVersion;
    /** Machine and system, as configure names them. */
    public String architecture = "x86_64-pc-linux-gnu".replace("x86_64", machine());
    /** Version of the interface of drivers. */
    public String driverVersion = "3.3";
    /** Version of the interface of native functions. */
    public String nifVersion;
    /** Number of dirty I/O schedulers to tell. */
    public int dirtyIoSchedulers = 10;
    /** How the node was called: the program and its arguments, a character for each byte. */
    public List<String> arguments = List.of();
    /** {@code +B i}. */
    public boolean breakIgnored;
    /** Number of open ports. */
    public IntSupplier portCount = () -> 0;
    /** Number of ETS tables. */
    public IntSupplier etsCount = () -> 0;
    /** Bytes of loaded code. */
    public java.util.function.LongSupplier codeBytes = () -> 0;
    /** Bytes read and written by ports: {@code statistics(io)}. */
    public java.util.function.LongSupplier portInputBytes = () -> 0;
    /** See {@link #portInputBytes}. */
    public java.util.function.LongSupplier portOutputBytes = () -> 0;

    /** Schedulers online, as told; 0 for all. */
    public volatile int schedulersOnline;
    /** Dirty CPU schedulers online, as told; 0 for all. */
    public volatile int dirtySchedulersOnline;
    /** {@code outstanding_system_requests_limit}. */
    public volatile int outstandingRequestsLimit = 4;
    /** {@code system_logger}: an immediate. */
    public volatile long systemLoggerTerm = Atom.of("logger");
    /** {@code include_shared_binaries} of {@code max_heap_size}. */
    public volatile boolean maxHeapShared;
    /** {@code microstate_accounting} is on. */
    public volatile boolean microstateAccounting;
    /** {@code time_offset} has been finalized. */
    public volatile boolean timeOffsetFinal;

    private SystemFacts(final int release, final String ertsVersion) {
        this.release = release;
        this.ertsVersion = ertsVersion;
        nifVersion = release < 26 ? "2.16" : release < 28 ? "2.17" : "2.18";
        timeOffsetFinal = release < FIRST_WITH_TIME_WARP;
    }

    /** The facts of a release. */
    public static SystemFacts ofRelease(final int release, final String ertsVersion) {
        return new SystemFacts(release, ertsVersion);
    }

    /** Makes these facts those of an emulator that has not started; regular expressions follow the release, too. */
    public void install(final Emulator emulator) {
        emulator.service(SystemFacts.class, this);
        NodeState.of(emulator).dialect = ReDialect.ofRelease(release);
    }

    /** The facts of an emulator; those of OTP 25 when none were installed. */
    static SystemFacts of(final Emulator emulator) {
        final SystemFacts facts = emulator.service(SystemFacts.class);
        if (facts != null) {
            return facts;
        }
        emulator.service(SystemFacts.class, ofRelease(25, "13.1.5"));
        return emulator.service(SystemFacts.class);
    }

    /** True when the release knows several time warp modes and begins in {@code multi_time_warp}. */
    boolean warpsTime() {
        return release >= FIRST_WITH_TIME_WARP;
    }

    /** Schedulers online, as told. */
    int online(final Emulator emulator) {
        return schedulersOnline == 0 ? emulator.schedulers.length : schedulersOnline;
    }

    /** Dirty CPU schedulers online, as told. */
    int dirtyOnline(final Emulator emulator) {
        return dirtySchedulersOnline == 0 ? emulator.schedulers.length : dirtySchedulersOnline;
    }

    /** The text of {@code system_version}. */
    String versionText(final Emulator emulator) {
        final int schedulers = emulator.schedulers.length;
        return "Erlang/OTP " + release + " [erts-" + ertsVersion + "] [source] [64-bit] [smp:" + schedulers + ":" + online(emulator)
            + "] [ds:" + schedulers + ":" + dirtyOnline(emulator) + ":" + dirtyIoSchedulers + "] [async-threads:1]\n";
    }

    /** {@code final} or {@code volatile}. */
    long timeOffsetTerm() {
        return timeOffsetFinal ? Atom.of("final") : Atom.of("volatile");
    }

    /** {@code system_logger} as {@code system_info} tells it. */
    long systemLogger() {
        return systemLoggerTerm == Term.NON_VALUE ? Atoms.UNDEFINED : systemLoggerTerm;
    }

    private static String machine() {
        final String name = System.getProperty("os.arch");
        return "amd64".equals(name) ? "x86_64" : name;
    }
}
