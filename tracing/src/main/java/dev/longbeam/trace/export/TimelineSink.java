package dev.longbeam.trace.export;

import java.io.IOException;

/** Takes what happened, in a form that timeline programs show. Times in nanoseconds since the start of the node. */
interface TimelineSink {
    /** A process ran. A stream is the index of a scheduler. */
    void slice(int stream, long pid, long fromNs, long toNs, long reductions, String why) throws IOException;

    /** A scheduler slept. */
    void sleep(int stream, long fromNs, long toNs) throws IOException;

    /** Processes that were ready and waited for a scheduler. */
    void queueLength(int stream, long atNs, long length) throws IOException;

    /** A message was sent. */
    void send(long atNs, long from, long to, long message, long words) throws IOException;

    /** A message was taken out of the mailbox. */
    void receive(long atNs, long pid, long message, long mailboxLength) throws IOException;

    /** Something else happened in a process or to it. */
    void instant(long atNs, long pid, String what, String detail) throws IOException;

    /** Events of a stream were lost. */
    void gap(int stream, long atNs, String detail) throws IOException;
}
