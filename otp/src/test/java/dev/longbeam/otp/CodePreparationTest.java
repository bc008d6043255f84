package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longbeam.interp.BifRegistry;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.TestProcesses;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodePreparationTest {
    private static final long AM_M = Atom.of("m");

    private final Process p = TestProcesses.fresh();
    private final CodeTable table = new CodeTable(new BifRegistry(25));
    private final List<Long> reported = new ArrayList<>();

    CodePreparationTest() {
        p.emulator().service(LoadProblems.class, (process, moduleTerm, reason) -> reported.add(moduleTerm));
        p.emulator().options.invoker = true;
    }

    @Test
    void shouldReadASmallFileAtOnce() {
        final long result = CodePreparation.run(p, table, AM_M, new byte[100]);

        assertEquals("{error,badfile}", TermPrinter.text(result));
        assertEquals(List.of(AM_M), reported);
    }

    @Test
    void shouldLeaveALargeFileToAnotherThread() throws Exception {
        final long result = CodePreparation.run(p, table, AM_M, new byte[100_000]);

        assertEquals(Term.NON_VALUE, result);
        assertEquals(Process.OUTCOME_BLOCKED, p.outcome);
        assertEquals(List.of(), reported);
        assertEquals("{error,badfile}", TermPrinter.text(TestProcesses.blockingCall(p).run().complete(p)));
        assertEquals(List.of(AM_M), reported);
    }
}
