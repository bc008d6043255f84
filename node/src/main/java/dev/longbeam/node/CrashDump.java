package dev.longbeam.node;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Pid;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The crash dump: what the node was when it ended, as text in the C emulator's tagged sections. Any thread. */
final class CrashDump {
    private CrashDump() {
    }

    /** Writes {@code erl_crash.dump}, or the file that ERL_CRASH_DUMP names, unless ERL_CRASH_DUMP_BYTES is 0. */
    static void write(final Emulator emulator, final String slogan) {
        if ("0".equals(System.getenv("ERL_CRASH_DUMP_BYTES")) || "0".equals(System.getenv("ERL_CRASH_DUMP_SECONDS"))) {
            return;
        }
        final String file = System.getenv().getOrDefault("ERL_CRASH_DUMP", "erl_crash.dump");
        System.err.print("\r\nCrash dump is being written to: " + file + "...");
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(file)))) {
            write(emulator, slogan, out);
            System.err.print("done\r\n");
        } catch (final IOException e) {
            // The node ends anyway. The C emulator says nothing more either.
            return;
        }
    }

    private static void write(final Emulator emulator, final String slogan, final PrintWriter out) {
        out.println("=erl_crash_dump:0.5");
        out.println(ZonedDateTime.now().format(DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy")));
        out.println("Slogan: " + slogan);
        out.println("System version: Longbeam");
        out.println("Atoms: " + Atom.count());
        out.println("=memory");
        for (final MemoryKind kind : MemoryKind.values()) {
            out.println(kind.name().toLowerCase(java.util.Locale.ROOT) + ": " + Blocks.usedBytes(kind));
        }
        for (final Process p : emulator.processes.all()) {
            out.println("=proc:<0." + Pid.number(p.self) + "." + Pid.serial(p.self) + ">");
            if (p.registeredName() != dev.longbeam.term.Term.NIL) {
                out.println("Name: " + Atom.name(p.registeredName()));
            }
            out.println("Spawned as: " + Atom.name(p.initialModuleTerm()) + ":" + Atom.name(p.initialFunctionTerm()) + "/" + p.initialArity);
            out.println("Message queue length: " + p.messageCount());
            out.println("Reductions: " + p.reductions());
            out.println("Stack+heap: " + p.blockWords);
        }
        out.println("=end");
    }
}
