package dev.longbeam.trace.report;

/**
 * A part of a critical path: what a process did, or what kept it, for how long.
 *
 * @param kind what
 * @param process whose time it is
 * @param ticks how long
 * @param detail more, for people; may be empty
 */
record PathPart(Kind kind, long process, long ticks, String detail) {
    /** What can take time. */
    enum Kind {
        /** Ready, another process ran. */
        QUEUE("waited for a scheduler"),
        /** Collecting garbage. */
        COLLECT("collected garbage"),
        /** Looking for a message among others. */
        SCAN("searched its mailbox"),
        /** Running, while this message waited. */
        BUSY("was busy"),
        /** Handling the message. */
        HANDLE("handled it"),
        /** Waiting for a file, a port, a name. */
        BLOCKED("waited for work that blocks"),
        /** Neither running nor ready. */
        IDLE("waited");

        private final String text;

        Kind(final String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
