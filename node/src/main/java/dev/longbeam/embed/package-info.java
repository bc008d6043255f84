/**
 * Processes in Java: the API by which a Java program runs a node inside its own JVM.
 *
 * <p>A {@link dev.longbeam.embed.Node} runs processes whose behaviour is a {@link dev.longbeam.embed.Behaviour}. They read messages
 * through a {@link dev.longbeam.embed.TermReader} where these stand off-heap, and build messages with a {@link
 * dev.longbeam.embed.TermWriter}. Other threads reach them through a {@link dev.longbeam.embed.Sender}, a call or an {@link
 * dev.longbeam.embed.Inbox}. No OTP is needed; with one, Java and Erlang processes are equals.
 *
 * <p>A pid is a {@code long}, an atom an {@code int} from {@link dev.longbeam.embed.AtomTable}; times are in nanoseconds unless a name
 * says otherwise. What a method says about threads is part of its contract. {@code docs/embedding.md} tells the rest.
 */
package dev.longbeam.embed;
