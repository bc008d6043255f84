package dev.longbeam.otp;

/**
 * How natives learn that the process which owns a resource has died. The node installs the real one, which uses monitors.
 *
 * <p>{@link #watch} and {@link #unwatch} are called on the scheduler of the process that runs.
 */
public abstract class OwnerDeaths {
    private static volatile OwnerDeaths installed = new OwnerDeaths() {
        @Override
        public boolean watch(final long ownerTerm, final Runnable onDeath) {
            return true;
        }

        @Override
        public void unwatch(final long ownerTerm, final Runnable onDeath) {
            assert onDeath != null;
        }
    };

    /** For implementations. */
    protected OwnerDeaths() {
    }

    /** The one that the node uses. */
    public static OwnerDeaths installed() {
        return installed;
    }

    /** Installs the one that the node uses; before it starts. */
    public static void install(final OwnerDeaths deaths) {
        installed = deaths;
    }

    /**
     * Asks for a call when a local process dies.
     *
     * @param onDeath runs once, on any thread; it does not block
     * @return false when the process is already dead
     */
    public abstract boolean watch(long ownerTerm, Runnable onDeath);

    /** Takes back what {@link #watch} asked for with the same objects. The call may still come if the process is dying. */
    public abstract void unwatch(long ownerTerm, Runnable onDeath);
}
