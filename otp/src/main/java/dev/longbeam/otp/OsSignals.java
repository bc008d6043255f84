package dev.longbeam.otp;

/**
 * What the node does about signals of the operating system; the node installs the real one.
 *
 * <p>{@link #set} is called on a scheduler.
 */
@FunctionalInterface
public interface OsSignals {
    /** What to do with a signal. */
    enum Treatment {
        /** Nothing. */
        IGNORE,
        /** What the system does by default. */
        DEFAULT,
        /** Tell {@code erl_signal_server}. */
        HANDLE
    }

    /**
     * Sets the treatment of a signal.
     *
     * @param name as Erlang has it: {@code sigterm}
     * @return false when the signal is unknown or cannot be treated so
     */
    boolean set(String name, Treatment treatment);
}
