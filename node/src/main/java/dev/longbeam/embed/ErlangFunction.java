package dev.longbeam.embed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a public method of a public class, handed to {@link NodeContext#functions}, a function that Erlang calls as any other:
 *
 * <pre>
 *   &#64;ErlangFunction("pricing:mid/2")
 *   public double mid(final double bid, final double ask) {
 *       return (bid + ask) / 2;
 *   }
 * </pre>
 *
 * <p>Parameters are {@code long}, {@code int}, {@code double} (an integer will do), {@code boolean}, {@code String} and {@code byte[]} (a
 * binary), or {@link TermReader} for a term of any kind, which is good until the method returns. The result is one of these but a reader;
 * {@code void} is {@code ok}; a method with a {@link TermWriter} as its last parameter, which does not count, writes its result there. An
 * argument of another type is the error {@code badarg}; an exception is the error {@code {'java.lang.Exception', <<"its text">>}}.
 *
 * <p>The method is called on the thread of a scheduler, by several at a time, and must neither block nor take long, unless it is {@link
 * #blocking}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ErlangFunction {
    /** {@code module:function/arity}, of up to 8 parameters. The module must not be one of Erlang code. */
    String value();

    /** True for a method that may block: it runs on another thread while its process waits. It cannot take a {@link TermReader}. */
    boolean blocking() default false;
}
