package dev.longbeam.interp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the implementation of a built-in function: {@code public static long name(Process p, long argTerm ..)} in a public final class
 * named {@code ...Bifs} of the package {@code dev.longbeam.otp}. The compiler makes the registry of these; there is no other list.
 *
 * <p>The method returns a term, or NON_VALUE after {@code p.fail(..)}/{@code p.badarg()}, {@code p.trap(..)} or {@code p.await(..)}. It
 * runs on the scheduler of the process, must not block, allocates on {@code p} (which never collects while a BIF runs) and counts long
 * work with {@code p.bumpReductions}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Bif {
    /** Names as {@code module:function/arity}; several when one method serves several names. */
    String[] value();

    /** What kind of function it is. */
    Kind kind() default Kind.BIF;

    /** First release of OTP that has it; 0 for those that all of ours have. */
    int since() default 0;

    /** Kinds of built-in functions. */
    enum Kind {
        /** An ordinary BIF. */
        BIF,
        /** Also allowed in guards and used by the bif and gc_bif instructions: no trap, no blocking, no side effect. */
        GUARD,
        /** A native of a module: takes the place of the Erlang stub when the module calls {@code erlang:load_nif/2}. */
        NATIVE
    }
}
