package dev.longbeam.sched;

/**
 * The last part of the end of a process: takes back its timers, tells who is related to it, and frees what it holds. All of these may be many,
 * so it is done in steps, between which others run; the process counts as ended all the while.
 *
 * <p>Owned by the scheduler that has run the process. Used again for another one when it is over.
 */
final class Farewell {
    private Process p;
    private long[] linked;
    private long[] watchers;
    private Monitor[] monitors;
    private int linksTold;
    private int watchersTold;
    private int monitorsTold;

    /** Begins the end of a process. */
    void begin(final Process process) {
        p = process;
        linked = p.relations == null ? null : p.relations.linkedSoon();
        watchers = p.relations == null ? null : p.relations.watchers();
        monitors = p.relations == null ? null : p.relations.monitors();
        linksTold = 0;
        watchersTold = 0;
        monitorsTold = 0;
    }

    /** Does about so many things: a signal that is sent, a block that is freed. True when the process is gone. */
    boolean step(final int most) {
        int left = p.hasTimers ? most - TimerService.receiverGone(p, most) : most;
        if (linked != null) {
            for (; linksTold < linked.length && left > 0; left--) {
                ProcessExit.tellLinked(p, linked[linksTold++]);
            }
            for (; watchersTold < watchers.length && left > 0; left--) {
                ProcessExit.tellWatcher(p, watchers[watchersTold], watchers[watchersTold + 1]);
                watchersTold += 2;
            }
            for (; monitorsTold < monitors.length && left > 0; left--) {
                ProcessMonitors.takeBack(p, monitors[monitorsTold++]);
            }
        }
        if (left == 0 || !p.releaseHeld(left)) {
            return false;
        }
        ProcessExit.free(p);
        forget();
        return true;
    }

    /** Gives up: the node has stopped, and nobody shall hear of it. */
    void abandon() {
        ProcessExit.abandon(p);
        forget();
    }

    private void forget() {
        p = null;
        linked = null;
        watchers = null;
        monitors = null;
    }
}
