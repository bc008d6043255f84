package dev.longbeam.trace.report;

/**
 * One message of a chain of causes. Times in ticks.
 *
 * @param id its id
 * @param from who sent it
 * @param to its receiver
 * @param cause the message that the sender was handling, 0 for none
 * @param words its size
 * @param sendTicks when it was sent
 * @param received true when it has been received
 * @param receiveTicks when; the end of the trace when it has not
 * @param scanned messages passed over before it
 * @param mailboxLength messages in the mailbox when it was taken
 */
record ChainLink(long id, long from, long to, long cause, int words, long sendTicks, boolean received, long receiveTicks, int scanned,
    long mailboxLength) {
}
