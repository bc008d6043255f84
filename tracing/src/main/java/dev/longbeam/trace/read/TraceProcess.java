package dev.longbeam.trace.read;

/** What a trace tells about one process so far. Owned by its {@link ProcessTable}. */
public final class TraceProcess {
    private final long pid;
    private String name;
    private String lastName;
    private TraceFunction initialCall;
    private long parentPid;
    private long spawnTicks;
    private boolean spawned;
    private long exitTicks;
    private String exitReason;

    TraceProcess(final long pid) {
        this.pid = pid;
    }

    void spawned(final TraceFunction call, final long parent, final long ticks) {
        initialCall = call;
        parentPid = parent;
        spawnTicks = ticks;
        spawned = true;
    }

    void named(final String newName) {
        name = newName;
        lastName = newName == null ? lastName : newName;
    }

    void exited(final String reason, final long ticks) {
        exitReason = reason;
        exitTicks = ticks;
        name = null;
    }

    /** Its pid's term word. */
    public long pid() {
        return pid;
    }

    /** Its registered name now, or null. */
    public String name() {
        return name;
    }

    /** Its registered name, or the last one it had, or null. */
    public String lastName() {
        return lastName;
    }

    /** Its first function; null when the trace begins later. */
    public TraceFunction initialCall() {
        return initialCall;
    }

    /** Its parent's pid; 0 for the emulator, or when the trace begins later. */
    public long parentPid() {
        return parentPid;
    }

    /** True when the trace holds its beginning. */
    public boolean isSpawned() {
        return spawned;
    }

    /** When it began, in ticks. */
    public long spawnTicks() {
        return spawnTicks;
    }

    /** True when it has ended. */
    public boolean isExited() {
        return exitReason != null;
    }

    /** When it ended, in ticks. */
    public long exitTicks() {
        return exitTicks;
    }

    /** Why it ended, shortened; null while it lives. */
    public String exitReason() {
        return exitReason;
    }

    /** The name or the first function: what processes of one role have in common. */
    public String role() {
        return lastName != null ? lastName : initialCall != null ? initialCall.toString() : Pids.text(pid);
    }

    /** Pid, and the name or the first function: {@code <0.44.0> logger}. */
    @Override
    public String toString() {
        return lastName == null && initialCall == null ? Pids.text(pid) : Pids.text(pid) + ' ' + role();
    }
}
