package dev.longbeam.otp;

import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.sched.Process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The environment of a node: a copy of the program's own, made at start. Changes are seen by Erlang code and by programs that the
 * node starts, not by the C library (nor by this JVM), which must not be told of them while other threads run.
 *
 * <p>Any thread. Names and values are raw bytes, kept one byte to a character.
 */
public final class OsEnvironment {
    private final ConcurrentSkipListMap<String, String> variables = initial();

    /** That of the node of a process. */
    static OsEnvironment of(final Process p) {
        return NodeState.of(p).environment();
    }

    /** Value of a variable, null when there is none. */
    public byte[] get(final byte[] name) {
        final String value = variables.get(text(name));
        return value == null ? null : bytes(value);
    }

    /** Sets a variable. */
    public void put(final byte[] name, final byte[] value) {
        variables.put(text(name), text(value));
    }

    /** Removes a variable. */
    public void remove(final byte[] name) {
        variables.remove(text(name));
    }

    /** All variables, one character for each byte. */
    Map<String, String> variables() {
        return variables;
    }

    /** All variables, each as name and value, ordered by name. */
    List<byte[][]> pairs() {
        final List<byte[][]> pairs = new ArrayList<>();
        for (final Map.Entry<String, String> entry : variables.entrySet()) {
            pairs.add(new byte[][] {bytes(entry.getKey()), bytes(entry.getValue())});
        }
        return pairs;
    }

    private static ConcurrentSkipListMap<String, String> initial() {
        final ConcurrentSkipListMap<String, String> variables = new ConcurrentSkipListMap<>();
        for (final byte[] entry : PosixProcess.environ()) {
            final String variable = text(entry);
            final int end = variable.indexOf('=');
            if (end > 0) {
                variables.put(variable.substring(0, end), variable.substring(end + 1));
            }
        }
        return variables;
    }

    /** One character for each byte. */
    static String text(final byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** One byte for each character. */
    static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
