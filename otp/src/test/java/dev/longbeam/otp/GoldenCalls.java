package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.TestProcesses;
import dev.longbeam.term.Atom;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.Term;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls BIFs as {@code module:function(Args)} written in Erlang and compares with what the real emulator said: files of
 * {@code call<TAB>result}, made by {@code src/test/golden/generate.escript}.
 */
final class GoldenCalls {
    private final Map<String, Method> bifs = new HashMap<>();
    final Process process = TestProcesses.fresh();
    /** Where bitstrings in the calls begin, in bits behind the beginning of their originals. */
    int bitOffset;

    GoldenCalls(final Class<?>... classes) {
        for (final Class<?> type : classes) {
            for (final Method method : type.getMethods()) {
                final Bif bif = method.getAnnotation(Bif.class);
                if (bif != null) {
                    for (final String name : bif.value()) {
                        bifs.put(name, method);
                    }
                }
            }
        }
    }

    /** Calls that differ from the real emulator, each with both results; empty when all agree. */
    List<String> differences(final String resource) {
        final List<String> differences = new ArrayList<>();
        for (final String line : lines(resource)) {
            final int tab = line.indexOf('\t');
            final String expected = line.substring(tab + 1);
            final String actual = call(line.substring(0, tab)).replaceAll("(\\{ok,\\{re_pattern,\\d+,\\d+,\\d+,).*", "$1code}}");
            if (!actual.equals(expected)) {
                differences.add("\n" + line.substring(0, tab) + "\n  expected " + expected + "\n  actual   " + actual);
            }
        }
        return differences;
    }

    /** The result of a call as text: a term, or {@code class:reason}. */
    String call(final String call) {
        final TermText text = new TermText(process, call, bitOffset);
        final String module = text.name();
        text.expect(':');
        final String function = text.name();
        text.expect('(');
        final long[] args = text.sequence(')');
        final long result = bif(module + ":" + function + "/" + args.length, args);
        return result != Term.NON_VALUE ? TermText.write(result)
            : Atom.name(process.failClassTerm) + ":" + TermText.write(process.failReasonTerm);
    }

    /** The result of a BIF, through its traps and waits. */
    long bif(final String name, final long... args) {
        try {
            long result = invoke(name, args);
            while (result == Term.NON_VALUE && process.outcome != Process.OUTCOME_EXCEPTION) {
                final int outcome = process.outcome;
                process.outcome = Process.OUTCOME_EXCEPTION;
                if (outcome == Process.OUTCOME_TRAP) {
                    final ExportTable.Mfa mfa = ExportTable.get(process.trapExport);
                    result = invoke(Atom.name(mfa.moduleTerm()) + ":" + Atom.name(mfa.functionTerm()) + "/" + mfa.arity(),
                        java.util.Arrays.copyOf(process.scheduler().registers, mfa.arity()));
                } else if (TestProcesses.isInLongCall(process)) {
                    result = TestProcesses.finishLongCall(process);
                } else {
                    result = TestProcesses.blockingCall(process).run().complete(process);
                }
            }
            return result;
        } catch (final Exception e) {
            throw new AssertionError(name, e);
        }
    }

    private long invoke(final String name, final long... args) throws ReflectiveOperationException {
        final Method method = bifs.get(name);
        if (method == null) {
            throw new NoSuchMethodException(name);
        }
        final Object[] all = new Object[args.length + 1];
        all[0] = process;
        for (int i = 0; i < args.length; i++) {
            all[i + 1] = args[i];
        }
        return (long)method.invoke(null, all);
    }

    private static List<String> lines(final String resource) {
        try (var in = GoldenCalls.class.getResourceAsStream("/golden/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
        } catch (final IOException e) {
            throw new AssertionError(resource, e);
        }
    }
}
