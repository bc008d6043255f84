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
 * @param saveCalls            {@code save_calls} length
 * @param sensitive            {@code sensitive}
 * @param asyncDist            {@code async_dist}
 */
public record ProcessSettings(long errorHandlerTerm, long messageQueueDataTerm, int saveCalls, boolean sensitive, boolean asyncDist) {
    /** What holds when nobody says otherwise. */
    public static final ProcessSettings DEFAULT = new ProcessSettings(Atom.of("error_handler"), Emulator.ON_HEAP, 0, false, false);

    /** The same with another {@code error_handler}. */
    public ProcessSettings withErrorHandler(final long moduleTerm) {
        return new ProcessSettings(moduleTerm, messageQueueDataTerm, saveCalls, sensitive, asyncDist);
    }

    /** The same with another {@code message_queue_data}. */
    public ProcessSettings withMessageQueueData(final long term) {
        return term == messageQueueDataTerm ? this : new ProcessSettings(errorHandlerTerm, term, saveCalls, sensitive, asyncDist);
    }

    /** The same with another {@code save_calls}. */
    public ProcessSettings withSaveCalls(final int length) {
        return new ProcessSettings(errorHandlerTerm, messageQueueDataTerm, length, sensitive, asyncDist);
    }

    /** The same with another {@code sensitive}. */
    public ProcessSettings withSensitive(final boolean value) {
        return new ProcessSettings(errorHandlerTerm, messageQueueDataTerm, saveCalls, value, asyncDist);
    }

    /** The same with another {@code async_dist}. */
    public ProcessSettings withAsyncDist(final boolean value) {
        return new ProcessSettings(errorHandlerTerm, messageQueueDataTerm, saveCalls, sensitive, value);
    }
}
