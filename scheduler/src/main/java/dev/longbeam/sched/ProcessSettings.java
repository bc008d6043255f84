package dev.longbeam.sched;

import dev.longbeam.term.Atom;

/**
 * What {@code process_flag} sets and few processes ever do. Processes with the same settings share one object; who changes a setting
 * gives the process another object.
 *
 * <p>Any thread.
 *
 * @param errorHandlerTerm     {@code error_handler}
 * @param messageQueueDataTerm {@code message_queue_data}: on_heap or off_heap
 * @param sensitive            {@code sensitive}
 * @param asyncDist            {@code async_dist}
 */
public record ProcessSettings(long errorHandlerTerm, long messageQueueDataTerm, boolean sensitive, boolean asyncDist) {
    /** What holds when nobody says otherwise. */
    public static final ProcessSettings DEFAULT = new ProcessSettings(Atom.of("error_handler"), Emulator.ON_HEAP, false, false);

    /** The same with another {@code error_handler}. */
    public ProcessSettings withErrorHandler(final long moduleTerm) {
        return new ProcessSettings(moduleTerm, messageQueueDataTerm, sensitive, asyncDist);
    }

    /** The same with another {@code message_queue_data}. */
    public ProcessSettings withMessageQueueData(final long term) {
        return term == messageQueueDataTerm ? this : new ProcessSettings(errorHandlerTerm, term, sensitive, asyncDist);
    }

    /** The same with another {@code sensitive}. */
    public ProcessSettings withSensitive(final boolean value) {
        return new ProcessSettings(errorHandlerTerm, messageQueueDataTerm, value, asyncDist);
    }

    /** The same with another {@code async_dist}. */
    public ProcessSettings withAsyncDist(final boolean value) {
        return new ProcessSettings(errorHandlerTerm, messageQueueDataTerm, sensitive, value);
    }
}
