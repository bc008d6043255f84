package dev.longbeam.node;

import dev.longbeam.interp.BadBeamException;
import dev.longbeam.otp.NodeEnd;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.EmulatorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine of a node over an OTP installation inside another program: nothing reads the terminal, and the end of the node is not the
 * end of the JVM.
 *
 * <p>Made and started by one thread.
 */
public final class OtpMachine {
    private final OtpInstallation otp;
    private final NodeRuntime runtime;
    private final List<String> initArguments;

    /**
     * A machine that is not started.
     *
     * @param arguments words of {@code erl}'s command line
     * @param functions classes of functions besides those that OTP expects
     * @throws IllegalArgumentException when the installation or the arguments cannot be used
     */
    public OtpMachine(final Path root, final EmulatorOptions options, final List<String> arguments, final List<Class<?>> functions,
        final NodeEnd end) {
        try {
            otp = OtpInstallation.at(root);
            final List<String> words = new ArrayList<>(List.of("-noshell", "-noinput"));
            words.addAll(arguments);
            final ErlArguments scanned = ErlArguments.of(words, RawWords.environment(), otp);
            initArguments = scanned.initArguments();
            runtime = new NodeRuntime(otp, options, end, NodeRuntime.table(otp, functions));
            runtime.environment(scanned.environment());
        } catch (final InvalidArguments e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The emulator. */
    public Emulator emulator() {
        return runtime.emulator();
    }

    /** Closes its ports once its schedulers have stopped. */
    public void closePorts() {
        runtime.closePorts();
    }

    /** Frees what is left of it once its emulator is stopped and freed. */
    public void close() {
        runtime.close();
    }

    /** Starts it; it boots on its own threads. */
    public void start() {
        try {
            runtime.start(initArguments);
        } catch (final InvalidArguments | IOException | BadBeamException e) {
            throw new IllegalArgumentException("cannot start from " + otp.root() + ": " + e.getMessage(), e);
        }
    }
}
