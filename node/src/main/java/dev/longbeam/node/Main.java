package dev.longbeam.node;

import dev.longbeam.interp.BadBeamException;
import dev.longbeam.otp.OsEnvironment;
import dev.longbeam.sched.EmulatorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The command line of the launch scripts: {@code erl ARGS..}, {@code run}, {@code dis}, {@code doctor}. */
public final class Main {
    private Main() {
    }

    /** Runs a command; a node that it starts ends the JVM. */
    public static void main(final String[] args) throws Exception {
        final List<String> words = RawWords.commandLine(args);
        if (words.isEmpty()) {
            System.err.println("usage: longbeam erl|run|dis|doctor ...");
            System.exit(2);
        }
        final List<String> rest = words.subList(1, words.size());
        try {
            run(words.getFirst(), rest);
        } catch (final InvalidArguments e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(final String command, final List<String> rest) throws Exception {
        switch (command) {
            case "erl" -> erl(rest);
            default -> {
                System.err.println("unknown command: " + command);
                System.exit(2);
            }
        }
    }

    private static void erl(final List<String> commandLine) throws InvalidArguments, IOException, BadBeamException, InterruptedException {
        final OtpInstallation otp = otp();
        final ErlArguments parsed = ErlArguments.of(commandLine, RawWords.environment(), otp);
        final String home = System.getProperty("longbeam.home");
        final ErlArguments arguments = home == null ? parsed : parsed.withProgramsIn(Path.of(home, "bin"));
        if (!arguments.printAndExit().isEmpty()) {
            System.out.print(arguments.printAndExit());
            return;
        }
        arguments.environment().forEach((name, value) -> OsEnvironment.put(RawWords.bytes(name), RawWords.bytes(value)));
        final EmulatorOptions options = EmulatorSettings.options(arguments.emulatorFlags(), otp.release());
        final ProcessEnd end = new ProcessEnd();
        final NodeRuntime node = new NodeRuntime(otp, options, end);
        end.node(node);
        node.emulator().faultHandler(end::fault);
        node.start(arguments.initArguments());
        Thread.currentThread().join();
    }

    private static OtpInstallation otp() throws InvalidArguments {
        final String root = System.getProperty("longbeam.otp.root");
        if (root == null) {
            throw new InvalidArguments("no Erlang/OTP installation found: set LONGBEAM_OTP to its root, or install Erlang");
        }
        return OtpInstallation.at(Path.of(root));
    }
}
