package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Fun;
import dev.longbeam.term.FunEntry;
import dev.longbeam.term.NodeTable;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import org.junit.jupiter.api.Test;

class TextAndFunBifsTest {
    private final GoldenCalls calls = new GoldenCalls(ErlangTextBifs.class, ErlangFunBifs.class, ErlangDisplayBifs.class);

    @Test
    void shouldReadAndWritePids() {
        assertEquals(Pid.makeLocal(1, 0), calls.bif("erlang:list_to_pid/1", chars("<0.1.0>")));
        assertEquals(Pid.makeLocal(1, 0), calls.bif("erlang:list_to_pid/1", chars("<0.00001.0>")));
        assertEquals(Pid.makeLocal(268435455, 8191), calls.bif("erlang:list_to_pid/1", chars("<0.268435455.8191>")));
        assertEquals("<0.7.3>", string(calls.bif("erlang:pid_to_list/1", Pid.makeLocal(7, 3))));
        for (final String wrong : new String[] {"<0.1.0", "<0.1.0>>", "<999999.1.0>", "<0.268435456.0>", " <0.1.0>", "<0.1>",
            "<0.-1.0>", "<0.1.99999999999999999999999999>", ""}) {
            assertBadarg(calls.bif("erlang:list_to_pid/1", chars(wrong)));
        }
        assertBadarg(calls.bif("erlang:list_to_pid/1", Atoms.OK));
        assertBadarg(calls.bif("erlang:pid_to_list/1", Atoms.OK));
    }

    @Test
    void shouldReadAndWritePidsOfKnownNodes() {
        final long nodeTerm = Atom.of("text_and_fun@host");
        final int nodeIndex = NodeTable.index(nodeTerm, 5);
        final long pidTerm = Pid.makeExternal(calls.process, nodeIndex, 70, 2);

        final long listTerm = calls.bif("erlang:pid_to_list/1", pidTerm);

        assertEquals("<" + Atom.index(nodeTerm) + ".70.2>", string(listTerm));
        final long readTerm = calls.bif("erlang:list_to_pid/1", listTerm);
        assertEquals(nodeIndex, Pid.nodeIndex(readTerm));
        assertEquals(70, Pid.number(readTerm));
        assertEquals(2, Pid.serial(readTerm));
    }

    @Test
    void shouldReadAndWritePorts() {
        assertEquals("#Port<0.5>", string(calls.bif("erlang:port_to_list/1", Pid.makeLocalPort(5))));
        assertEquals(Pid.makeLocalPort(268435456), calls.bif("erlang:list_to_port/1", chars("#Port<0.268435456>")));
        assertBadarg(calls.bif("erlang:list_to_port/1", chars("#Port<0.5")));
        assertBadarg(calls.bif("erlang:list_to_port/1", chars("#Port<0.18446744073709551615>")));
    }

    @Test
    void shouldReadAndWriteReferences() {
        final long refTerm = calls.bif("erlang:make_ref/0");

        final long readTerm = calls.bif("erlang:list_to_ref/1", calls.bif("erlang:ref_to_list/1", refTerm));

        assertEquals(Ref.number(refTerm), Ref.number(readTerm));
        assertNotEquals(Ref.number(refTerm), Ref.number(calls.bif("erlang:make_ref/0")));
        final long fixedTerm = calls.bif("erlang:list_to_ref/1", chars("#Ref<0.1.2.3>"));
        assertEquals("#Ref<0.1.2.3>", string(calls.bif("erlang:ref_to_list/1", fixedTerm)));
        for (final String wrong : new String[] {"#Ref<0.1.2>", "#Ref<0.1>", "#Ref<0.1.2.3.4.5>", "#Ref<0.4294967296.2.3>",
            "#Ref<0.1.2.3", "#Ref<0.1.2.262144>"}) {
            assertBadarg(calls.bif("erlang:list_to_ref/1", chars(wrong)));
        }
    }

    @Test
    void shouldTellAboutExternalFuns() {
        final long fun = calls.bif("erlang:make_fun/3", Atom.of("lists"), Atom.of("map"), Term.makeSmall(2));

        assertEquals("{module,lists}", info(fun, "module"));
        assertEquals("{name,map}", info(fun, "name"));
        assertEquals("{arity,2}", info(fun, "arity"));
        assertEquals("{env,[]}", info(fun, "env"));
        assertEquals("{type,external}", info(fun, "type"));
        for (final String key : new String[] {"index", "new_index", "uniq", "new_uniq", "pid", "refc"}) {
            assertEquals("{" + key + ",undefined}", info(fun, key));
        }
        assertEquals("{lists,map,2}", TermText.write(calls.bif("erlang:fun_info_mfa/1", fun)));
        assertBadarg(calls.bif("erlang:fun_info/2", fun, Atom.of("foo")));
        assertBadarg(calls.bif("erlang:fun_info/2", Atoms.OK, Atom.of("name")));
    }

    @Test
    void shouldTellAboutLocalFuns() {
        final FunEntry entry = calls.process.emulator().terms.funs().hold(Atom.of("h8b"), 1, 95785726, new byte[16], 1, 2);
        final long fun = Fun.makeLocal(calls.process, entry, Pid.makeLocal(9, 0));
        Fun.free(fun, 0, Atoms.OK);
        Fun.free(fun, 1, Atoms.ERROR);

        assertEquals("{name,[]}", info(fun, "name"));
        entry.functionTerm = Atom.of("-m/0-fun-1-");
        entry.codePointer = 4;
        assertEquals("{name,'-m/0-fun-1-'}", info(fun, "name"));
        assertEquals("{module,h8b}", info(fun, "module"));
        assertEquals("{env,[ok,error]}", info(fun, "env"));
        assertEquals("{index,1}", info(fun, "index"));
        assertEquals("{uniq,95785726}", info(fun, "uniq"));
        assertEquals("{new_uniq,<<0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0>>}", info(fun, "new_uniq"));
        assertEquals("{h8b,'-m/0-fun-1-',1}", TermText.write(calls.bif("erlang:fun_info_mfa/1", fun)));
    }

    @Test
    void shouldWriteFunsAsBytes() {
        final long fun = calls.bif("erlang:make_fun/3", Atom.of("\u00e5"), Atom.of("a b"), Term.makeSmall(1));

        assertEquals("fun \u00c3\u00a5:'a b'/1", string(calls.bif("erlang:fun_to_list/1", fun)));
        final FunEntry entry = calls.process.emulator().terms.funs().hold(Atom.of("h8b"), 3, 44720847, new byte[16], 1, 0);
        assertEquals("#Fun<h8b.3.44720847>", string(calls.bif("erlang:fun_to_list/1",
            Fun.makeLocal(calls.process, entry, Pid.makeLocal(9, 0)))));
        assertBadarg(calls.bif("erlang:fun_to_list/1", Atoms.OK));
    }

    @Test
    void shouldRefuseStringsThatCannotBeDisplayed() {
        assertBadarg(calls.bif("erlang:display_string/1", Atoms.OK));
        assertBadarg(calls.bif("erlang:display_string/1", Cons.list(calls.process, Term.makeSmall(0xD800))));
        assertBadarg(calls.bif("erlang:display_string/2", Atom.of("nowhere"), Term.NIL));
    }

    @Test
    void shouldRefuseFunsOfWrongArity() {
        for (final long arity : new long[] {-1, 256}) {
            assertBadarg(calls.bif("erlang:make_fun/3", Atoms.OK, Atoms.OK, Term.makeSmall(arity)));
        }
        assertBadarg(calls.bif("erlang:make_fun/3", Atoms.OK, Term.NIL, Term.makeSmall(1)));
    }

    private String info(final long fun, final String key) {
        return TermText.write(calls.bif("erlang:fun_info/2", fun, Atom.of(key)));
    }

    private void assertBadarg(final long result) {
        assertEquals(Term.NON_VALUE, result);
        assertEquals(Atoms.BADARG, calls.process.failReasonTerm);
    }

    private long chars(final String text) {
        return ErlangTextBifs.characters(calls.process, text);
    }

    private static String string(final long listTerm) {
        final StringBuilder text = new StringBuilder();
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            text.append((char)Term.smallValue(Cons.head(rest)));
        }
        return text.toString();
    }
}
