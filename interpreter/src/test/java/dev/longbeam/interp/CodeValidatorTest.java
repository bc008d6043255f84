package dev.longbeam.interp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CodeValidatorTest {
    private static void check(final BeamAssembler assembler) throws BadBeamException {
        CodeValidator.check(BeamFile.read(assembler.bytes()));
    }

    private static BeamAssembler function(final int arity, final String... lines) {
        return new BeamAssembler().imported("lists", "reverse", 1).imported("erlang", "+", 2).imported("erlang", "error", 1)
            .function("f", arity, lines);
    }

    private static void accepts(final int arity, final String... lines) {
        assertDoesNotThrow(() -> check(function(arity, lines)));
    }

    private static void refuses(final String reason, final int arity, final String... lines) {
        refuses(reason, function(arity, lines));
    }

    private static void refuses(final String reason, final BeamAssembler assembler) {
        final String message = assertThrows(BadBeamException.class, () -> check(assembler)).getMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void shouldAcceptStraightCode() {
        accepts(1, "return");
        accepts(1, "allocate u1 u1", "move x0 y0", "call_ext u1 u0", "gc_bif2 f0 u1 u1 x0 y0 x0", "deallocate u1", "return");
        accepts(1, "allocate u0 u1", "call_ext_last u1 u0 u0");
        accepts(1, "call_only u1 f2");
        accepts(1, "is_nil f1 x0", "return");
        accepts(1, "select_val x0 f1 [a:a f11 a:b f12]", "label u11", "move i1 x0", "label u12", "return");
    }

    @Test
    void shouldNameFunctionAndInstruction() {
        final BadBeamException e = assertThrows(BadBeamException.class, () -> check(function(1, "move x1 x0", "return")));

        assertEquals("function m:f/1: op move (3): x1 is not set", e.getMessage());
    }

    @Test
    void shouldAcceptReadingDestinationOfGuardBifThatFailed() throws BadBeamException {
        final BeamFile file = BeamFile.read(new BeamAssembler().imported("erlang", "tuple_size", 1)
            .function("f", 1, "bif1 f11 u0 x0 x1", "label u11", "move x1 x0", "return")
            .function("g", 1, "bif1 f21 u0 x0 x1", "move x1 x0", "label u21", "return").bytes());

        final CodeLayout layout = CodeValidator.check(file);

        assertTrue(layout.isFilledFirst(layout.head(0) + 2));
        assertFalse(layout.isFilledFirst(layout.head(1) + 2));
    }

    @Test
    void shouldRefuseReadingUnsetRegister() {
        refuses("x1 is not set", 1, "move x1 x0", "return");
        refuses("x0 is not set", 0, "return");
        refuses("y0 is not set", 1, "allocate u1 u1", "move y0 x0", "deallocate u1", "return");
        refuses("x1 is not set", 2, "allocate u0 u2", "call_ext u1 u0", "move x1 x0", "deallocate u0", "return");
        refuses("x1 is not set", 2, "test_heap u2 u1", "put_list x0 x1 x0", "return");
    }

    @Test
    void shouldRefuseRegisterThatIsUnsetOnOneWay() {
        refuses("x1 is not set", 1, "is_nil f11 x0", "move i1 x1", "label u11", "move x1 x0", "return");
        accepts(1, "is_nil f11 x0", "move i1 x1", "jump f12", "label u11", "move i2 x1", "label u12", "move x1 x0", "return");
    }

    @Test
    void shouldRefuseLiveCountAboveWhatIsSet() {
        refuses("live=2 with empty x registers", 1, "test_heap u2 u2", "return");
        refuses("arity=1 with empty x registers", 0, "allocate u0 u0", "call_ext u1 u0", "deallocate u0", "return");
    }

    @Test
    void shouldRefuseUnsetYRegistersWhereTermsMayMove() {
        refuses("y registers are not set", 1, "allocate u2 u1", "move x0 y0", "call_ext u1 u0", "deallocate u2", "return");
        accepts(1, "allocate u2 u1", "move x0 y0", "init_yregs [y1]", "call_ext u1 u0", "deallocate u2", "return");
        accepts(1, "allocate_zero u2 u1", "call_ext u1 u0", "deallocate u2", "return");
    }

    @Test
    void shouldRefuseFramesThatDoNotFit() {
        refuses("y0 with frame=none", 1, "move y0 x0", "return");
        refuses("y1 with frame=1", 1, "allocate u1 u1", "move x0 y1", "deallocate u1", "return");
        refuses("with frame=1", 1, "allocate u1 u1", "return");
        refuses("with frame=1", 1, "allocate u1 u1", "move x0 y0", "allocate u1 u1", "return");
        refuses("frame=2 where there is frame=1", 1, "allocate u1 u1", "deallocate u2", "return");
        refuses("frame=1 where there is frame=none", 1, "call_last u1 f2 u1");
        refuses("with frame=1", 1, "allocate u1 u1", "move x0 y0", "call_only u1 f2");
        refuses("with frame=none", 1, "call_ext u1 u0", "return");
        refuses("frame=3 where there is frame=2", 1, "allocate u2 u1", "trim u1 u2", "deallocate u2", "return");
        refuses("frame=1 where there is frame=unknown", 1, "is_nil f11 x0", "allocate u1 u1", "label u11", "deallocate u1", "return");
    }

    @Test
    void shouldLetWaysWithDifferentFramesMeetBeforeAnError() {
        accepts(1, "is_nil f11 x0", "allocate u1 u1", "label u11", "badmatch x0");
        accepts(1, "allocate u1 u1", "move x0 y0", "call_ext_last u1 u2 u7");
    }

    @Test
    void shouldMoveYRegistersWhenTrimming() {
        accepts(1, "allocate u2 u1", "move x0 y1", "trim u1 u1", "move y0 x0", "deallocate u1", "return");
        refuses("y0 is not set", 1, "allocate u2 u1", "move x0 y0", "trim u1 u1", "move y0 x0", "deallocate u1", "return");
    }

    @Test
    void shouldRefuseTestsThatSayNotWhereToGo() {
        refuses("bad operand f0 for TARGET", 1, "is_tuple f0 x0", "return");
        refuses("bad operand f0 for TARGET", 2, "is_lt f0 x0 x1", "return");
        accepts(1, "gc_bif1 f0 u1 u0 x0 x0", "return");
    }

    @Test
    void shouldRefuseUnitsOfNoBits() {
        refuses("unit=0", 1, "label u11", "bs_start_match3 f12 x0 u1 x1", "bs_test_unit f12 x1 u0", "label u12", "return");
        refuses("unit=0", 1, "bs_start_match3 f12 x0 u1 x1", "bs_skip_bits2 f12 x1 i8 u0 u0", "label u12", "return");
        refuses("unit=0", 1, "bs_start_match3 f12 x0 u1 x1", "bs_get_binary2 f12 x1 u2 i8 u0 u0 x2", "label u12", "return");
    }

    @Test
    void shouldRefuseLeavingTheFunction() {
        refuses("the code runs on behind the function", 1, "move i1 x0");
        refuses("bad operand f3 for TARGET", function(1, "jump f3").function("g", 0, "move i1 x0", "return"));
        refuses("bad operand f50 for TARGET", 1, "jump f50");
        refuses("bad operand f0 for TARGET", 1, "jump f0");
        refuses("bad operand f3 for ENTRY", function(1, "call_only u1 f3").function("g", 1, "return"));
        refuses("arity=1 of function with another arity", function(1, "call_only u1 f4").function("g", 2, "return"));
        refuses("arity=2 of import with arity=1", 2, "call_ext_only u2 u0");
        refuses("arity=2 of import with arity=1", 2, "gc_bif2 f0 u2 u0 x0 x1 x0", "return");
    }

    @Test
    void shouldRefuseLabelsAndFunctionsOutOfOrder() {
        refuses("label 2 defined more than once", 1, "label u2", "return");
        refuses("invalid label num 100", 1, "label u100", "return");
        refuses("too many functions in module (header said 1)", 1, "return", "func_info a:m a:g u0");
    }

    @Test
    void shouldRefuseOperandsOfTheWrongKind() {
        refuses("bad operand i1 for DST", 1, "move x0 i1", "return");
        refuses("bad operand u1 for SRC", 1, "move u1 x0", "return");
        refuses("bad operand u3 for IMPORT", 1, "call_ext_only u1 u3");
        refuses("corrupt code chunk", 1, "move x1024 x0", "return");
        refuses("corrupt code chunk", 1, "move q0 x0", "return");
        refuses("odd number of operands", 1, "select_val x0 f1 [a:a]");
        refuses("bad operand x0 for LIST_SELECT", 1, "select_val x0 f1 [x0 f1]");
        refuses("index=3 of tuple with size=2", 1, "update_record a:copy u2 x0 x0 [u3 i1]", "return");
        refuses("bad command nonsense", 1, "bs_start_match3 f1 x0 u1 x0", "bs_match f1 x0 [a:nonsense u1]", "return");
        refuses("please re-compile", 1, "m_plus u0 u0 u0 u0", "return");
    }

    @Test
    void shouldRefuseBytesOutsideTheStringTable() {
        final String start = "bs_start_match3 f1 x0 u1 x1";
        accepts(1, start, "bs_match_string f1 x1 u48 u0", "return");
        refuses("for STR", 1, start, "bs_match_string f1 x1 u49 u0", "return");
        refuses("for STR", 1, start, "bs_match_string f1 x1 u8 u6", "return");
    }

    @Test
    void shouldKeepCatchTagsInOrder() {
        accepts(1, "allocate u1 u1", "catch y0 f11", "call_ext u1 u0", "label u11", "catch_end y0", "deallocate u1", "return");
        accepts(1, "allocate u1 u1", "try y0 f11", "call_ext u1 u0", "try_end y0", "deallocate u1", "return",
            "label u11", "try_case y0", "move x1 x0", "deallocate u1", "return");
        refuses("y0 is not set", 1, "allocate u1 u1", "catch y0 f11", "move y0 x0", "label u11", "catch_end y0", "deallocate u1", "return");
        refuses("y0 holds a catch tag", 1, "allocate u1 u1", "catch y0 f11", "move x0 y0", "label u11", "catch_end y0", "deallocate u1",
            "return");
        refuses("without its handler", 1, "allocate u1 u1", "catch y0 f11", "label u11", "deallocate u1", "return");
        refuses("with a catch tag in the frame", 1, "allocate u1 u1", "catch y0 f11", "deallocate u1", "return",
            "label u11", "catch_end y0", "deallocate u1", "return");
        refuses("not the innermost catch tag", 1, "allocate u1 u1", "init_yregs [y0]", "catch_end y0", "deallocate u1",
            "return");
        refuses("catch tags in the wrong order", 1, "allocate u2 u1", "catch y0 f11", "catch y1 f12", "label u12", "catch_end y1",
            "label u11", "catch_end y0", "deallocate u2", "return");
    }

    @Test
    void shouldLetWaysWithDifferentCatchTagsMeetBeforeAnError() {
        final String[] body = {"allocate u2 u1", "move x0 y1", "try y0 f11", "is_nil f12 x0", "try_end y0", "deallocate u2", "return",
            "label u11", "try_case y0", "is_nil f12 x0", "move y1 x0", "deallocate u2", "return", "label u12", "if_end"};
        accepts(1, body);
        body[1] = "move i1 x1";
        refuses("y1 is not set", 1, body);
        body[1] = "move x0 y1";
        body[14] = "return";
        refuses("with frame=2", 1, body);
    }

    @Test
    void shouldKnowOnlyWhatHoldsAtEveryRaiseInHandlers() {
        final String[] body = {"allocate u2 u1", "try y0 f11", "badmatch x0", "badmatch x0", "label u11", "try_case y0", "move y1 x0",
            "deallocate u2", "return"};
        refuses("y1 is not set", 1, body);
        body[2] = "move x0 y1";
        accepts(1, body);
    }

    @Test
    void shouldTellMatchContextsFromTerms() {
        accepts(1, "bs_start_match3 f1 x0 u1 x1", "bs_get_integer2 f1 x1 u2 i8 u1 u0 x0", "return");
        refuses("x1 is no match context", 1, "move i1 x1", "bs_get_integer2 f1 x1 u2 i8 u1 u0 x0", "return");
        refuses("x0 is a match context", 1, "bs_start_match3 f1 x0 u1 x0", "return");
        refuses("x1 is a match context", 1, "bs_start_match3 f1 x0 u1 x1", "put_list x0 x1 x0", "return");
        accepts(1, "bs_get_integer2 f1 x0 u1 i8 u1 u0 x0", "return");
    }

    @Test
    void shouldRefuseSegmentsWithoutBinary() {
        refuses("without a binary under construction", 1, "bs_put_integer f0 i8 u1 u0 x0", "return");
        refuses("without a binary under construction", 1, "bs_init2 f0 u1 u0 u1 u0 x1", "loop_rec_end f11", "label u11",
            "bs_put_integer f0 i8 u1 u0 i1", "return");
        refuses("without a binary under construction", 1, "bs_init2 f0 u1 u0 u1 u0 x1", "test_heap u1 u2",
            "bs_put_integer f0 i8 u1 u0 x0", "return");
        accepts(1, "bs_init2 f0 u1 u0 u1 u0 x1", "bs_put_integer f0 i8 u1 u0 x0", "move x1 x0", "return");
    }

    @Test
    void shouldExpectNothingInRegistersAfterWaiting() {
        accepts(1, "allocate u0 u1", "label u11", "wait_timeout f11 x0", "timeout", "move i1 x0", "deallocate u0", "return");
        refuses("x0 is not set", 1, "allocate u0 u1", "label u11", "loop_rec f12 x0", "remove_message", "deallocate u0", "return",
            "label u12", "wait_timeout f11 x0", "timeout", "move i1 x0", "deallocate u0", "return");
        accepts(1, "allocate u0 u1", "label u11", "wait_timeout f12 x0", "timeout", "move i1 x0", "deallocate u0", "return", "label u12",
            "jump f11");
        refuses("x1 is not set", 2, "allocate u0 u2", "label u11", "loop_rec f12 x0", "remove_message", "move x1 x0", "deallocate u0",
            "return", "label u12", "wait f11");
    }

    @Test
    void shouldKeepRegistersWhenMatchingFails() {
        accepts(2, "bs_start_match3 f11 x0 u1 x0", "bs_get_tail x0 x0 u1", "return", "label u11", "move x1 x0",
            "return");
        refuses("x1 is not set", 2, "gc_bif2 f11 u1 u1 x0 x0 x0", "return", "label u11", "move x1 x0", "return");
    }

    @Test
    void shouldCompareFunsWithTheirTable() {
        final BeamAssembler good = new BeamAssembler().function("f", 1, "make_fun3 u0 x0 [x0]", "return")
            .function("g", 2, "return").lambda("g", 2, 4, 1);
        assertDoesNotThrow(() -> check(good));
        refuses("environment=0 of fun with freeCount=1", new BeamAssembler().function("f", 1, "make_fun3 u0 x0 []", "return")
            .function("g", 2, "return").lambda("g", 2, 4, 1));
        refuses("lambda table", new BeamAssembler().function("f", 1, "return").lambda("f", 1, 1, 0));
        refuses("lambda table", new BeamAssembler().function("f", 1, "return").lambda("f", 2, 2, 0));
    }

    @Test
    void shouldAcceptEveryFileOfInstalledOtp() throws Exception {
        assumeTrue(InstalledOtp.root() != null);
        for (final Path path : InstalledOtp.beams("kernel", "stdlib", "compiler")) {
            CodeValidator.check(BeamFile.read(Files.readAllBytes(path)));
        }
    }
}
