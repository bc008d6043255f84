package dev.longbeam.jit;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.CompiledCode;
import dev.longbeam.interp.CompiledOps;
import dev.longbeam.interp.TestOps;
import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Receive;
import dev.longbeam.term.Compare;
import dev.longbeam.term.SmallMaps;
import dev.longbeam.term.Term;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Names of what generated classes refer to. */
final class Names {
    static final ClassDesc PROCESS = desc(Process.class);
    static final ClassDesc HEAP = desc(dev.longbeam.term.TermHeap.class);
    static final ClassDesc CODE = desc(Code.class);
    static final ClassDesc COMPILED_CODE = desc(CompiledCode.class);
    static final ClassDesc COMPILED_OPS = desc(CompiledOps.class);
    static final ClassDesc FAST_OPS = desc(FastOps.class);
    static final ClassDesc MAP_SITE = desc(MapSite.class);
    static final ClassDesc SMALL_MAPS = desc(SmallMaps.class);
    static final ClassDesc TEST_OPS = desc(TestOps.class);
    static final ClassDesc COMPARE = desc(Compare.class);
    static final ClassDesc MEMORY = desc(Memory.class);
    static final ClassDesc TERM = desc(Term.class);
    static final ClassDesc RECEIVE = desc(Receive.class);
    static final ClassDesc LONG = ConstantDescs.CD_long;
    static final ClassDesc INT = ConstantDescs.CD_int;
    static final ClassDesc LONGS = LONG.arrayType();

    private Names() {
    }

    static ClassDesc desc(final Class<?> c) {
        return c.describeConstable().orElseThrow();
    }

    /** Type of a method by letters: J long, I int, Z boolean, V void, D double, P process, H heap, C code, M map site, X array of longs; the first is the result. */
    static MethodTypeDesc type(final String letters) {
        final ClassDesc[] params = new ClassDesc[letters.length() - 1];
        for (int i = 0; i < params.length; i++) {
            params[i] = letter(letters.charAt(i + 1));
        }
        return MethodTypeDesc.of(letter(letters.charAt(0)), params);
    }

    private static ClassDesc letter(final char letter) {
        return switch (letter) {
            case 'J' -> LONG;
            case 'I' -> INT;
            case 'Z' -> ConstantDescs.CD_boolean;
            case 'V' -> ConstantDescs.CD_void;
            case 'D' -> ConstantDescs.CD_double;
            case 'P' -> PROCESS;
            case 'H' -> HEAP;
            case 'C' -> CODE;
            case 'M' -> MAP_SITE;
            case 'X' -> LONGS;
            default -> throw new IllegalArgumentException("letter=" + letter);
        };
    }
}
