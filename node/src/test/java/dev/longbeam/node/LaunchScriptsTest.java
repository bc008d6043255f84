package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that look for a JDK and an OTP, in a made-up machine. */
class LaunchScriptsTest {
    @TempDir
    private Path machine;

    private Path bin;

    private record Result(int status, String out, String err) {
    }

    @BeforeEach
    void findScripts() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("bin/lib/find-otp"))) {
            at = at.getParent();
        }
        bin = at.resolve("bin");
    }

    @Test
    void shouldTakeTheOtpThatIsAskedFor() throws IOException, InterruptedException {
        makeOtp(machine.resolve("otp/lib/erlang"), "15.2.7");
        final Result result = run("find-otp", "LONGBEAM_OTP=" + machine.resolve("otp"), "PATH=/usr/bin:/bin");
        assertEquals(machine.toRealPath().resolve("otp/lib/erlang") + "\n", result.out());
        assertEquals(0, result.status());
    }

    @Test
    void shouldRefuseAnOtpThatIsTooOldOrNone() throws IOException, InterruptedException {
        makeOtp(machine.resolve("old"), "12.3");
        final Result result = run("find-otp", "LONGBEAM_OTP=" + machine.resolve("old"), "PATH=/usr/bin:/bin");
        assertEquals(2, result.status());
        assertTrue(result.err().contains("is no Erlang/OTP installation of release 25 or newer"), result.err());
    }

    @Test
    void shouldFindTheOtpOfTheErlOnThePathButNeverItself() throws IOException, InterruptedException {
        final Path root = machine.resolve("some/where/erlang");
        makeOtp(root, "13.1.5");
        Files.createDirectories(root.resolve("bin"));
        Files.writeString(root.resolve("bin/erl"), "#!/bin/sh\n", StandardCharsets.US_ASCII);
        assertTrue(root.resolve("bin/erl").toFile().setExecutable(true));
        Files.createDirectories(machine.resolve("links"));
        Files.createSymbolicLink(machine.resolve("links/erl"), root.resolve("bin/erl"));
        final Result result = run("find-otp", "PATH=" + bin + ":" + machine.resolve("links") + ":/usr/bin:/bin");
        assertEquals(root.toRealPath() + "\n", result.out(), result.err());
    }

    @Test
    void shouldFindTheOtpBehindAWrapper() throws IOException, InterruptedException {
        final Path root = machine.resolve("behind");
        makeOtp(root, "17.1.1");
        Files.createDirectories(root.resolve("bin"));
        Files.writeString(root.resolve("bin/erl"), "#!/bin/sh\n", StandardCharsets.US_ASCII);
        Files.createDirectories(machine.resolve("wrapped"));
        Files.writeString(machine.resolve("wrapped/erl"), "#!/bin/sh\nexec " + root + "/bin/erl \"$@\"\n", StandardCharsets.US_ASCII);
        assertTrue(machine.resolve("wrapped/erl").toFile().setExecutable(true));
        final Result result = run("find-otp", "PATH=" + machine.resolve("wrapped") + ":/usr/bin:/bin");
        assertEquals(root.toRealPath() + "\n", result.out(), result.err());
    }

    @Test
    void shouldTakeTheJdkThatIsAskedForWhenItIsNewEnough() throws IOException, InterruptedException {
        makeJdk(machine.resolve("old"), "24.0.1");
        makeJdk(machine.resolve("new"), "26");
        final Result result = run("find-jdk", "LONGBEAM_JDK=" + machine.resolve("old"), "JAVA_HOME=" + machine.resolve("new"),
            "PATH=/usr/bin:/bin");
        assertEquals(machine.resolve("new") + "\n", result.out(), result.err());
    }

    @Test
    void shouldTakeTheJavaOnThePathThroughLinks() throws IOException, InterruptedException {
        makeJdk(machine.resolve("some/jdk"), "25.0.3");
        Files.createDirectories(machine.resolve("links"));
        Files.createSymbolicLink(machine.resolve("links/java"), machine.resolve("some/jdk/bin/java"));
        final Result result = run("find-jdk", "PATH=" + machine.resolve("links") + ":/usr/bin:/bin");
        assertEquals(machine.toRealPath().resolve("some/jdk") + "\n", result.out(), result.err());
    }

    /** A copy of the scripts with a module that looks built, a JDK that prints what it is asked to run, and a Maven that leaves a note. */
    private List<String> launcher() throws IOException, InterruptedException {
        final Path home = machine.resolve("home");
        Files.createDirectories(home.resolve("node/src/main"));
        Files.createDirectories(home.resolve("node/target/lib"));
        assertEquals(0, new ProcessBuilder("cp", "-r", bin.toString(), home.toString()).start().waitFor());
        Files.writeString(home.resolve("pom.xml"), "", StandardCharsets.US_ASCII);
        Files.writeString(home.resolve("node/pom.xml"), "", StandardCharsets.US_ASCII);
        for (final String jar : List.of("lib/aaa-1.jar", "lib/longbeam-gc-1.jar", "longbeam-node-1.jar")) {
            Files.writeString(home.resolve("node/target").resolve(jar), "", StandardCharsets.US_ASCII);
        }
        makeJdk(machine.resolve("jdk"), "25");
        makeOtp(machine.resolve("otp"), "13.1.5");
        Files.writeString(machine.resolve("jdk/bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n", StandardCharsets.US_ASCII);
        Files.createDirectories(machine.resolve("tools"));
        Files.writeString(machine.resolve("tools/mvn"), "#!/bin/sh\ntouch " + machine.resolve("maven-ran") + "\n", StandardCharsets.US_ASCII);
        assertTrue(machine.resolve("tools/mvn").toFile().setExecutable(true));
        Files.writeString(home.resolve("node/target/lib/.built"), "", StandardCharsets.US_ASCII);
        Files.createSymbolicLink(machine.resolve("linked-erl"), home.resolve("bin/erl"));
        return List.of("env", "-i", "HOME=" + machine, "PATH=" + machine.resolve("tools") + ":/usr/bin:/bin", "LONGBEAM_AOT=off",
            "LONGBEAM_JDK=" + machine.resolve("jdk"), "LONGBEAM_OTP=" + machine.resolve("otp"), machine.resolve("linked-erl").toString(), "two words");
    }

    @Test
    void shouldRunWhatIsBuiltWithOurJarsFirst() throws IOException, InterruptedException {
        final Result result = result(launcher());
        final String target = machine.toRealPath().resolve("home/node/target") + "/";
        assertTrue(result.out().endsWith("\n-cp\n" + target + "lib/longbeam-gc-1.jar:" + target + "longbeam-node-1.jar:" + target
            + "lib/aaa-1.jar\ndev.longbeam.node.Main\nerl\ntwo words\n"), result.out() + result.err());
        assertFalse(Files.exists(machine.resolve("maven-ran")));
    }

    @Test
    void shouldBuildFirstWhenASourceIsNewer() throws IOException, InterruptedException {
        final List<String> command = launcher();
        final Path source = machine.resolve("home/node/src/main/New.java");
        Files.writeString(source, "", StandardCharsets.US_ASCII);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(10)));
        final Result result = result(command);
        assertTrue(Files.exists(machine.resolve("maven-ran")), result.err());
        assertTrue(result.out().endsWith("\nerl\ntwo words\n"), result.out() + result.err());
    }

    private static void makeOtp(final Path root, final String erts) throws IOException {
        Files.createDirectories(root.resolve("erts-" + erts + "/bin"));
        Files.createDirectories(root.resolve("lib/kernel-1.0/ebin"));
    }

    private static void makeJdk(final Path home, final String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("bin/java"), "#!/bin/sh\n", StandardCharsets.US_ASCII);
        assertTrue(home.resolve("bin/java").toFile().setExecutable(true));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n", StandardCharsets.US_ASCII);
    }

    @Test
    void shouldGiveManyProcessesAJavaHeap() throws IOException, InterruptedException {
        final String machineOf24Gib = "LONGBEAM_MACHINE_KIB=25165824";
        assertEquals("-Xmx10262144k\n", run("java-heap", machineOf24Gib, "ERL_FLAGS=+P 20000000", "PATH=/usr/bin:/bin").out());
        assertEquals("-Xmx20132656k\n", run("java-heap", machineOf24Gib, "ERL_AFLAGS=+P134217727", "PATH=/usr/bin:/bin").out());
    }

    @Test
    void shouldLeaveTheJavaHeapToTheJvmWhenThatIsEnough() throws IOException, InterruptedException {
        final String machineOf24Gib = "LONGBEAM_MACHINE_KIB=25165824";
        for (final String flags : List.of("", "+P 1000000", "+P legacy", "-extra +P 20000000", "-P 20000000")) {
            final Result result = run("java-heap", machineOf24Gib, "ERL_FLAGS=" + flags, "PATH=/usr/bin:/bin");
            assertEquals("", result.out(), flags);
            assertEquals(0, result.status(), result.err());
        }
    }

    private Result run(final String script, final String... environment) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("env", "-i", "HOME=" + machine));
        command.addAll(List.of(environment));
        command.add(bin.resolve("lib").resolve(script).toString());
        return result(command);
    }

    private Result result(final List<String> command) throws IOException, InterruptedException {
        final Path out = machine.resolve("out");
        final Path err = machine.resolve("err");
        final int status = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        return new Result(status, Files.readString(out), Files.readString(err));
    }
}
