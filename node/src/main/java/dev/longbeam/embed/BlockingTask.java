package dev.longbeam.embed;

/** Work that may block: it runs on a virtual thread, and what it writes is sent to the process that asked for it. */
@FunctionalInterface
public interface BlockingTask {
    /**
     * Does the work. It sees nothing of the process; what it needs was copied before. What it throws becomes the reason of {@link
     * Behaviour#onRequestFailed}.
     *
     * @param result where the answer is written; nothing stands for {@code ok}
     */
    void run(TermWriter result) throws Exception;
}
