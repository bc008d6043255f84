package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with what the machine's own {@code erl} says; a few known results stand in the test for machines without one. */
class ErlArgumentsTest {
    private static final OtpInstallation OTP_25 = new OtpInstallation(Path.of("/opt/otp"), 25, "13.1.5");
    private static final OtpInstallation OTP_29 = new OtpInstallation(Path.of("/opt/otp"), 29, "17.1.1");

    private static final List<String> COMMAND_LINES = List.of(
        "", "+S 2:1 -sname foo -start_epmd false -noshell -eval abc -pa x y -- p1 p2 -extra z", "+S2:1", "+P 1000 +Q 2000 +A 8",
        "-noinput", "-detached", "-noshell -s a b c -s d", "+B", "+B i", "+Bc -x", "+B xx", "+c", "+c true", "+c maybe", "+fnu",
        "+pc unicode", "+pc", "+pcx", "+K true +W w +Ww", "+hms 233", "+hmsx 1", "+h 233", "+hmqd off_heap", "+sbwt none +sbt db",
        "+sssdcpu 64 +swt low", "+stbt u", "+scl false", "+zdbbl 1024 +zebwt none +zfoo", "+MBas aobf +Mea min +Muycs 4 +MXfoo 1",
        "+MMscs 512", "+rg 4 +r +rx", "+SP 50:50 +SDcpu 2:2 +SDPcpu 50:50 +SDio 4", "+SDcpu2", "+IOt 2 +IOp 4", "+IOPt 50 +IOs true",
        "+IOt2", "+JPperf true", "+e 100 +t 1000000 +T 3 +R 20 +n d", "+V +v +d +l +x", "+i otherinit", "+a 64 +C multi_time_warp",
        "-compile x y", "-make all", "-configfd 0 a", "-configfd 3", "-emu_type debug", "-smp auto", "-smp enable -smpauto x",
        "-env A b -env C d x", "-nohup -keep_window -version", "-name", "-sname -- x", "+S", "+S --", "-env A", "+SDx 1", "+IOx 1",
        "+Bx", "-no_epmd", "-no_epmd -proto_dist x -name y", "-start_epmd maybe", "-extra", "-extra -- +S -name", "a -- -- b",
        "-mode minimal -boot no_dot_erlang -s erl_compile compile_cmdline -extra a b", "-args_file /nonexistent/x", "-args_file",
        "-S a b -- c -extra x", "-- -S a", "+sbwtnone +swtlow", "+hmax 1000 +hmaxk true +hmaxel false", "+zdntgc 60 +zosrl 5");

    @TempDir
    private Path directory;

    @Test
    void shouldComputeWhatErlComputes() throws IOException, InterruptedException {
        for (final String line : COMMAND_LINES) {
            compare(line.isEmpty() ? List.of() : List.of(line.split(" ")), Map.of());
        }
        compare(List.of("-eval", "a b", "", "-x"), Map.of());
    }

    @Test
    void shouldJoinTheEnvironmentAsErlDoes() throws IOException, InterruptedException {
        final int release = installed().release();
        compare(List.of("-a", "1"), Map.of("ERL_FLAGS", "+S 1 -b"));
        compare(List.of(), Map.of("ERL_FLAGS", "+S 1 -b"));
        compare(List.of("-a"), Map.of("ERL_AFLAGS", "-first 'a b' \"c d\"e f\\ g", "ERL_ZFLAGS", "-last # no comment"));
        compare(List.of("-a", "-extra", "x"), Map.of("ERL_FLAGS", "-f 1 -extra y z", "ERL_OTP" + release + "_FLAGS", "-otp"));
        compare(List.of("-a"), Map.of("ERL_FLAGS", "  \t "));
        compare(List.of("-a"), Map.of("ERL_FLAGS", "''", "ERL_EPMD_PORT", "4711"));
        compare(List.of("-name"), Map.of("ERL_FLAGS", "-x"));
    }

    @Test
    void shouldReadArgumentsFilesAsErlDoes() throws IOException, InterruptedException {
        final Path inner = directory.resolve("inner.args");
        final Path outer = directory.resolve("outer.args");
        Files.writeString(inner, "+S 1 # one scheduler\n-inner 'x y'#z\n", StandardCharsets.UTF_8);
        Files.writeString(outer, "-before\n#all of this\n-args_file " + inner + "\n-after -extra more words\n", StandardCharsets.UTF_8);
        compare(List.of("-args_file", inner.toString(), "-z"), Map.of());
        compare(List.of("-y", "-args_file", outer.toString(), "-z", "-extra", "w"), Map.of());
        compare(List.of("-extra", "-args_file", outer.toString()), Map.of());
        compare(List.of("-a"), Map.of("ERL_ZFLAGS", "-args_file " + inner));
        Files.write(inner, new byte[] {'-', 'a', ' ', (byte)0xC3, (byte)0xA9, ' ', (byte)0xE9});
        compare(List.of("-args_file", inner.toString()), Map.of());
    }

    @Test
    void shouldNameTheEmulatorAsErlDoes() throws IOException, InterruptedException {
        for (final String line : List.of("-emu_name_exit", "-emu_type debug -emu_name_exit", "-a -emu_qouted_cmd_exit +S 1 b")) {
            compare(List.of(line.split(" ")), Map.of());
        }
    }

    @Test
    void shouldSortFlagsByName() throws InvalidArguments {
        final ErlArguments arguments =
            ErlArguments.of(List.of("+S2:1", "+A", "4", "+fnu", "+Bi", "+pc", "unicode", "+A", "8", "+JPperf", "true"), Map.of(), OTP_25);
        assertEquals(Map.of("S", "2:1", "A", "8", "fn", "u", "B", "i", "pc", "unicode", "JPperf", "true"), arguments.emulatorFlags());
        assertEquals(List.of("-S2:1", "-A", "4", "-fnu", "-Bi", "-pc", "unicode", "-A", "8", "-JPperf", "true"),
            arguments.emulatorArguments());
    }

    @Test
    void shouldFollowTheReleaseWhereTheyDiffer() throws InvalidArguments {
        final List<String> prefix = List.of("-root", "/opt/otp", "-bindir", "/opt/otp/erts-13.1.5/bin", "-progname", "erl", "--", "--");
        final List<String> in25 = new ArrayList<>(prefix);
        in25.addAll(List.of("-noshell", "-noinput", "-S", "m", "--", "x"));
        assertEquals(in25, ErlArguments.of(List.of("-detached", "-S", "m", "--", "x"), Map.of(), OTP_25).initArguments());
        final List<String> in29 = new ArrayList<>(prefix);
        in29.set(3, "/opt/otp/erts-17.1.1/bin");
        in29.addAll(List.of("-detached", "-noshell", "-noinput", "--", "--", "-noshell", "-S", "m", "\\--", "x"));
        assertEquals(in29, ErlArguments.of(List.of("-detached", "-S", "m", "--", "x"), Map.of(), OTP_29).initArguments());
    }

    @Test
    void shouldTellWhatToSetAndStartBeforeTheNode() throws InvalidArguments {
        final ErlArguments arguments = ErlArguments.of(List.of("-env", "A", "b", "-sname", "x", "-detached"),
            Map.of("PATH", "/bin:/opt/otp/erts-13.1.5/bin:/opt/otp/bin"), OTP_25);
        assertEquals(Map.of("A", "b", "PATH", "/opt/otp/erts-13.1.5/bin:/bin:/opt/otp/bin"), arguments.environment());
        assertEquals("\"/opt/otp/erts-13.1.5/bin/epmd\" -daemon", arguments.epmdCommand());
        assertTrue(arguments.detached());
        assertEquals("", ErlArguments.of(List.of("-sname", "x", "-start_epmd", "false"), Map.of(), OTP_25).epmdCommand());
        assertEquals("my epmd", ErlArguments.of(List.of("-sname", "x", "-epmd", "my epmd"), Map.of(), OTP_25).epmdCommand());
    }

    @Test
    void shouldPutOurProgramsFirst() throws InvalidArguments {
        final ErlArguments arguments = ErlArguments.of(List.of(), Map.of("PATH", "/bin"), OTP_25).withProgramsIn(Path.of("/longbeam/bin"));
        assertEquals("/longbeam/bin:/opt/otp/erts-13.1.5/bin:/opt/otp/bin:/bin", arguments.environment().get("PATH"));
    }

    @Test
    void shouldRefuseWithErlsWords() {
        final InvalidArguments missing = assertThrows(InvalidArguments.class, () -> ErlArguments.of(List.of("-name"), Map.of(), OTP_25));
        assertEquals("Missing argument(s) for '-name'.", missing.getMessage());
    }

    private static OtpInstallation installed() throws IOException, InterruptedException {
        final String root = run(List.of("erl", "-noshell", "-eval", "io:put_chars(code:root_dir()),halt()."), Map.of());
        assumeTrue(root != null, "no erl on this machine");
        try {
            return OtpInstallation.at(Path.of(root));
        } catch (final InvalidArguments e) {
            throw new AssertionError(e);
        }
    }

    private static void compare(final List<String> words, final Map<String, String> variables)
        throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("erl"));
        final boolean printsItself = words.stream().anyMatch(word -> word.startsWith("-emu_") && word.endsWith("_exit"));
        final List<String> asked = new ArrayList<>();
        if (!printsItself) {
            asked.add("-emu_args_exit");
        }
        asked.addAll(words);
        command.addAll(asked);
        final String expected = run(command, variables);
        assumeTrue(expected != null, "no erl on this machine");
        final Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("ERL_"));
        environment.putAll(variables);
        String actual;
        try {
            actual = ErlArguments.of(asked, environment, installedOnce()).printAndExit();
        } catch (final InvalidArguments e) {
            actual = e.getMessage() + "\n";
        }
        assertEquals(expected, actual, () -> "command line: " + words);
    }

    private static OtpInstallation installedOnce;

    private static OtpInstallation installedOnce() throws IOException, InterruptedException {
        if (installedOnce == null) {
            installedOnce = installed();
        }
        return installedOnce;
    }

    /** What the command prints, without the usage line, or null when there is no such program. */
    private static String run(final List<String> command, final Map<String, String> variables) throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ERL_"));
        builder.environment().putAll(variables);
        final Process process;
        try {
            process = builder.start();
        } catch (final IOException e) {
            return null;
        }
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return output.replaceAll("(?s)Usage: erl.*", "").replaceFirst("^erlexec: ", "");
    }
}
