package dev.longbeam.perf.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running program that answers requests: a line on its standard input for a line that begins with {@code @@} on its output. Other lines are shown.
 *
 * <p>One thread may use it. Closing ends the program's input, and kills it when that does not end it soon.
 */
public final class Child implements AutoCloseable {
    /** What a line of an answer begins with. */
    public static final String MARK = "@@";
    private static final String END = "";
    private static final int END_MS = 2000;

    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /** Starts the program. */
    public Child(final ProcessBuilder builder) throws IOException {
        process = builder.start();
        input = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("answers").start(() -> read(process.inputReader(StandardCharsets.UTF_8)));
    }

    private void read(final BufferedReader output) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(MARK)) {
                    answers.add(line.substring(MARK.length()));
                } else {
                    System.err.println(line);
                }
            }
        } catch (final IOException e) {
            System.err.println("longbeam: " + e.getMessage());
        }
        answers.add(END);
    }

    /** Process id of the program. */
    public long pid() {
        return process.pid();
    }

    /** Sends a request. */
    public void send(final String request) throws IOException {
        try {
            input.write(request + "\n");
            input.flush();
        } catch (final IOException e) {
            throw new IOException("the program has ended: " + e.getMessage(), e);
        }
    }

    /**
     * The next answer, without its mark.
     *
     * @throws IOException when none comes in time, or the program has ended
     */
    public String answer(final long timeoutMs) throws IOException, InterruptedException {
        final String line = answers.poll(timeoutMs, TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IOException("no answer within " + timeoutMs / 1000 + " s");
        }
        if (line.equals(END)) {
            answers.add(END);
            process.waitFor(1, TimeUnit.SECONDS);
            throw new IOException("the program has ended" + (process.isAlive() ? "" : " with status " + process.exitValue()));
        }
        return line;
    }

    /**
     * Sends a request and returns its answer.
     *
     * @throws IOException when the answer is an error, or does not come
     */
    public String ask(final String request, final long timeoutMs) throws IOException, InterruptedException {
        send(request);
        final String answer = answer(timeoutMs);
        if (answer.startsWith("error ")) {
            throw new IOException(answer.substring("error ".length()));
        }
        return answer;
    }

    @Override
    public void close() {
        try {
            input.close();
            process.waitFor(END_MS, TimeUnit.MILLISECONDS);
        } catch (final IOException e) {
            // It has ended by itself, or does not listen: killing it is all that is left.
            process.destroyForcibly();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
