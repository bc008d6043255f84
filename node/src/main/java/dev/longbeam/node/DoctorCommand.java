package dev.longbeam.node;

import dev.longbeam.memory.MemoryFigures;
import dev.longbeam.sched.EmulatorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longbeam doctor}: what this machine and this node would be, and which functions OTP's libraries expect that we lack. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = LongbeamVersion.class,
    description = {"Shows what a node would run on, and which built-in functions that the Erlang/OTP libraries expect are missing."})
final class DoctorCommand implements Callable<Integer> {
    private static final long MEGABYTE = 1 << 20;

    @Mixin
    private NodeOptions options;

    @Override
    public Integer call() throws InvalidArguments, IOException {
        final OtpInstallation otp = NodeStart.otp();
        final EmulatorOptions settings = EmulatorSettings.options(Map.of(), otp.release());
        final PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        row(out, "Longbeam", LongbeamVersion.text());
        row(out, "Java", System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vm.name") + ", "
            + System.getProperty("java.home") + ")");
        row(out, "Erlang/OTP", otp.version() + " (runtime system " + otp.ertsVersion() + ", " + otp.root() + ")");
        row(out, "processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        row(out, "schedulers", settings.schedulers + (settings.pin ? ", each pinned to a processor" : ""));
        row(out, "idle", settings.busySpin ? "spin" : "backoff");
        row(out, "engine", EngineSettings.name());
        row(out, "memory check", onOrOff(dev.longbeam.memory.Memory.CHECK));
        row(out, "gc stress", settings.gcStress == 0 ? "off" : "at one in " + settings.gcStress + " allocation points");
        row(out, "memory", MemoryFigures.reservedBytes() / MEGABYTE + " MiB of addresses reserved, "
            + MemoryFigures.residentBytes() / MEGABYTE + " MiB in use by this JVM");
        row(out, "limits", settings.processLimit + " processes, " + settings.portLimit + " ports");
        row(out, "JVM flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        out.println();
        out.flush();
        printFunctions(out, ExpectedFunctions.of(otp));
        out.flush();
        return 0;
    }

    private static void printFunctions(final PrintWriter out, final ExpectedFunctions expected) {
        out.println("Functions that the " + expected.moduleCount() + " modules of this Erlang/OTP expect of their emulator:");
        out.println("    BIFs      " + expected.bifCount() + ", missing " + expected.missingBifs().size());
        out.println("    natives   " + expected.nativeCount() + ", missing " + expected.missingNatives().size());
        printMissing(out, "Missing BIFs", expected.missingBifs());
        printMissing(out, "Missing natives", expected.missingNatives());
        if (!expected.inLibraries().isEmpty()) {
            out.println();
            out.println("Natives in shared libraries of C code, which Longbeam does not load:");
            expected.inLibraries().forEach((module, count) -> out.printf("    %-20s %d functions%n", module, count));
        }
    }

    private static void printMissing(final PrintWriter out, final String title, final List<ExpectedFunctions.Missing> missing) {
        if (missing.isEmpty()) {
            return;
        }
        out.println();
        out.println(title + ":");
        for (final ExpectedFunctions.Missing function : missing) {
            out.println("    " + function.name() + (function.importers() == 0 ? "" : "  (called from " + function.importers()
                + (function.importers() == 1 ? " other module)" : " other modules)")));
        }
    }

    private static void row(final PrintWriter out, final String name, final String value) {
        out.printf("%-14s%s%n", name, value);
    }

    private static String onOrOff(final boolean on) {
        return on ? "on" : "off";
    }
}
