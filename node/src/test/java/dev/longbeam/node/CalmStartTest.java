package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is compiled while a node is calm; a minute of processor time is longer than any of these. */
class CalmStartTest extends ProgramsFixture {
    private static final String CALM = "-XX:TieredStopAtLevel=4 -Dlongbeam.start.calm=60000 -Dlongbeam.jit.dump=classes";

    @Test
    void shouldCompileNothingOfABoot() throws IOException, InterruptedException {
        final NodePrograms.Result result = node.with("LONGBEAM_JAVA_OPTS", CALM).ours("-noshell", "-eval", "halt().");

        assertEquals(0, result.status(), result.err());
        assertFalse(result.files().contains("classes"), result.files().toString());
    }

    @Test
    void shouldCompileWhatAProgramCallsMoreOften() throws IOException, InterruptedException {
        final NodePrograms.Result result = node.with("LONGBEAM_JAVA_OPTS", CALM).ours("-noshell", "-eval",
            "io:format(\"~p~n\", [length([X || X <- lists:seq(1, 300000), X > 0])]), lists:reverse(lists:map(fun(X) -> X end, lists:seq(1, 300000))), "
                + "Wait = fun W(0) -> none; W(N) -> case file:list_dir(\"classes\") of {ok, [_ | _]} -> compiled; "
                + "_ -> timer:sleep(100), W(N - 1) end end, io:format(\"~p~n\", [Wait(600)]), halt().");

        assertEquals("300000\ncompiled\n", result.out(), result.err());
    }

    @Test
    void shouldNotChangeTheSizesOfProfiles() throws IOException, InterruptedException {
        final String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        final String options = CALM + " -XX:+UnlockExperimentalVMOptions";

        final NodePrograms.Result result = node.with("LONGBEAM_JAVA_OPTS", options).ours("-noshell", "-eval",
            "io:put_chars(os:cmd(\"" + jcmd + " \" ++ os:getpid() ++ \" VM.flags -all\")), halt().");

        assertEquals("0", flag("SpecTrapLimitExtraEntries", result.out()), result.err());
        assertTrue(Pattern.compile(" SpecTrapLimitExtraEntries .*command line").matcher(result.out()).find(),
            "the JVM makes no ahead-of-time cache when the option that was given differs from what the recorded run ended with");
        assertEquals("2", flag("TieredStopAtLevel", result.out()), result.err());
    }

    private static String flag(final String name, final String flags) {
        final Matcher line = Pattern.compile(" " + name + " += (\\S+)").matcher(flags);
        return line.find() ? line.group(1) : flags;
    }
}
