package dev.longbeam.node;

import dev.longbeam.interp.BadBeamException;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.TickClock;
import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.trace.NodeCounters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts a node in this JVM as {@code erl} would start an emulator. Used once, by the main thread. */
final class NodeStart {
    private static final String OTP_ROOT = "longbeam.otp.root";
    private static final String HOME = "longbeam.home";

    private NodeStart() {
    }

    /**
     * Runs a node until it ends the JVM.
     *
     * @param rawWords arguments of {@code erl}, raw words
     * @return status to exit with, when the arguments only ask for something to be printed
     * @throws InvalidArguments when the arguments, the options or the installation cannot be used
     */
    static int run(final List<String> rawWords) throws InvalidArguments {
        return run(rawWords, List.of());
    }

    /** The same with more functions than those that OTP expects. */
    static int run(final List<String> rawWords, final List<Class<?>> functions) throws InvalidArguments {
        // It takes the JVM long to be able to call the system; what comes first here needs no such call.
        Thread.ofPlatform().daemon().name("start").start(TickClock::isCounter);
        CalmStart.begin();
        final Map<String, String> environment = RawWords.environment();
        final OtpInstallation otp = otp();
        final ErlArguments arguments = withOwnPrograms(ErlArguments.of(rawWords, environment, otp));
        if (!arguments.printAndExit().isEmpty()) {
            System.out.writeBytes(RawWords.bytes(arguments.printAndExit()));
            System.out.flush();
            return 0;
        }
        if (arguments.emulatorFlags().containsKey("V")) {
            System.err.print("Erlang (SMP,ASYNC_THREADS) (BEAM) emulator version " + otp.ertsVersion() + "\r\n");
            return 0;
        }
        try {
            final ProcessEnd end = new ProcessEnd();
            Thread.setDefaultUncaughtExceptionHandler((thread, cause) ->
                end.fault(cause instanceof OutOfMemoryError ? "out of memory" : "thread " + thread.getName() + " failed", cause));
            // Before anything that calls the system: the other thread makes the way to do so meanwhile.
            final CodeTable table = NodeRuntime.table(otp, functions);
            final EmulatorOptions options = EmulatorSettings.options(arguments.emulatorFlags(), otp.release());
            options.countersDirectory = NodeCounters.directory();
            options.trace = RecorderSettings.options(RecorderSettings.facts(otp, rawWords, options.schedulers));
            final NodeRuntime node = new NodeRuntime(otp, options, end, table);
            Blocks.limitBytes(MemoryLimit.bytes());
            node.environment(arguments.environment());
            node.calledBy(arguments.commandLine(Path.of(System.getProperty(HOME, ""), "bin", "erl").toString()));
            end.node(node);
            node.emulator().faultHandler(end::fault);
            node.start(arguments.initArguments());
            Thread.currentThread().join();
            return 0;
        } catch (final IOException | BadBeamException e) {
            throw new InvalidArguments("cannot start from " + otp.root() + ": " + e.getMessage());
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ErlArguments withOwnPrograms(final ErlArguments arguments) {
        final String home = System.getProperty(HOME);
        return home == null ? arguments : arguments.withProgramsIn(Path.of(home, "bin"));
    }

    /** The installation that the launch script found. */
    static OtpInstallation otp() throws InvalidArguments {
        final String root = System.getProperty(OTP_ROOT);
        if (root == null) {
            throw new InvalidArguments("no Erlang/OTP installation found: set LONGBEAM_OTP to its root, or install Erlang");
        }
        return OtpInstallation.at(Path.of(root));
    }
}
