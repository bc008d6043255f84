package dev.longbeam.perf.latency;

import java.util.Locale;

/** What is done once for each operation. The name in small letters is the word that subjects know it by. */
public enum Workload {
    /** A message to a process on the same scheduler, and its answer. */
    PINGPONG_SAME(20_000, true, "a message to a process on the same scheduler, and its answer"),
    /** The same on another scheduler. */
    PINGPONG_CROSS(20_000, true, "a message to a process on another scheduler, and its answer"),
    /** A message once around a hundred processes. */
    RING(1_000, true, "a message once around a ring of 100 processes"),
    /** A call of a gen_server. */
    GEN_SERVER(20_000, true, "a call of a gen_server"),
    /** A round trip of a process that has a thousand other messages in its mailbox, which it looks through for the answer. */
    SELECTIVE(5_000, true, "a message and its answer, which is looked for behind 1,000 other messages"),
    /** A message to a process. */
    ONE_WAY(20_000, false, "a message to a process"),
    /** A message to a server, which answers to a third process. */
    REQUEST_REPLY(20_000, false, "a message to a server, which notes it and answers to a third process"),
    /** A message through a chain of eight processes. */
    PIPELINE(10_000, false, "a message handed on by seven processes to an eighth"),
    /** Messages of eight processes to one; a further one tells them when. */
    FAN_IN(20_000, false, "a message to one of 8 processes in turn, which hand it on to the same ninth"),
    /** A message to each of sixteen processes; an operation has sixteen latencies. */
    FAN_OUT(2_000, false, "a message to each of 16 processes");

    private final int usualRate;
    private final boolean closes;
    private final String explanation;

    Workload(final int usualRate, final boolean closes, final String explanation) {
        this.usualRate = usualRate;
        this.closes = closes;
        this.explanation = explanation;
    }

    /** The word for it in requests, options and tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Operations in a second when nothing else is asked for. */
    public int usualRate() {
        return usualRate;
    }

    /** Whether one operation can follow on the other without a rate. */
    public boolean canClose() {
        return closes;
    }

    /** What an operation is. */
    public String explanation() {
        return explanation;
    }
}
