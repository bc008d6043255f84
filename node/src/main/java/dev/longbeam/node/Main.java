package dev.longbeam.node;

import dev.longbeam.sched.EmulatorOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The command line of the launch scripts: {@code erl ARGS..}, {@code run}, {@code dis}, {@code doctor}. */
public final class Main {
    private Main() {
    }

    /** Runs a command; the node ends the JVM. */
    public static void main(final String[] args) throws Exception {
        final List<String> words = Arrays.asList(args);
        if (words.isEmpty()) {
            System.err.println("usage: longbeam erl|run|dis|doctor ...");
            System.exit(2);
        }
        final List<String> rest = words.subList(1, words.size());
        switch (words.getFirst()) {
            case "erl" -> erl(rest);
            default -> {
                System.err.println("unknown command: " + words.getFirst());
                System.exit(2);
            }
        }
    }

    private static void erl(final List<String> commandLine) throws Exception {
        final OtpInstallation otp = OtpInstallation.at(Path.of(System.getProperty("longbeam.otp", "/usr/lib/erlang")));
        final ErlArguments arguments = ErlArguments.of(commandLine, System.getenv(), otp);
        if (!arguments.printAndExit().isEmpty()) {
            System.out.print(arguments.printAndExit());
            System.exit(0);
        }
        final EmulatorOptions options = new EmulatorOptions();
        options.schedulers = Integer.getInteger("longbeam.schedulers", options.schedulers);
        options.gcStress = Boolean.getBoolean("longbeam.gc.stress");
        final ProcessEnd end = new ProcessEnd();
        final NodeRuntime node = new NodeRuntime(otp, options, end);
        end.node(node);
        node.emulator().faultHandler(end::fault);
        node.start(arguments.initArguments());
        Thread.currentThread().join();
    }
}
