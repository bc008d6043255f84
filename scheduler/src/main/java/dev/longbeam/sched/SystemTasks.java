package dev.longbeam.sched;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What others want done to a process between two of its slices, whatever it is doing: collect, look for old code. Each task has a
 * priority of its own; the tasks of the highest go first, but every ninth turn of the normal ones is one of a low one.
 *
 * <p>Any thread adds tasks, under the lock of the process; its scheduler runs them.
 */
public final class SystemTasks {
    /** Lowest priority. */
    static final int LOW = 3;

    private static final int NORMAL = 2;
    private static final int PRIORITIES = 4;
    private static final int NORMAL_IN_A_ROW = 8;
    /** Tasks of one turn: each costs about as much as a few reductions. */
    private static final int TURN = 256;

    /** How a task needs the heap of its process. */
    public enum Kind {
        /** Looks only. */
        LOOK,
        /** Needs a minor collection. */
        MINOR_COLLECTION,
        /** Needs a major collection. */
        MAJOR_COLLECTION
    }

    /** What is to be done: a collection before, if the kind says so, and then the action, with null when the process is gone. */
    private record Task(Kind kind, int priority, Consumer<Process> action) {
    }

    private final List<ArrayDeque<Task>> queues = new ArrayList<>();
    /** Collections that wait until the process may be collected. */
    private final ArrayDeque<Task> delayed = new ArrayDeque<>();
    /** Tasks that the next collection completes. */
    private final ArrayDeque<Task> collecting = new ArrayDeque<>();
    private boolean collectionsHeld;
    private int normalInARow;

    private SystemTasks() {
        for (int i = 0; i < PRIORITIES; i++) {
            queues.add(new ArrayDeque<>());
        }
    }

    /**
     * Adds a task and makes the process do it, at the priority of the task when that is higher than its own.
     *
     * @param priority 0 (max) to 3 (low)
     * @param action   what to do, on the scheduler of the process; gets null when the process ends before
     * @return false when the process is gone; the action will not be run
     */
    public static boolean add(final Process to, final int priority, final Kind kind, final Consumer<Process> action) {
        if (to.isExiting()) {
            return false;
        }
        final Task task = new Task(kind, priority, action);
        synchronized (to) {
            final ArrayDeque<Task> queue = tasks(to).queues.get(priority);
            queue.add(task);
            if (to.isExiting()) {
                // It may have looked for tasks before this one was there.
                queue.remove(task);
                return false;
            }
        }
        Signals.wake(to);
        Signals.elevate(to, priority);
        return true;
    }

    private static SystemTasks tasks(final Process p) {
        if (p.systemTasks == null) {
            p.systemTasks = new SystemTasks();
        }
        return p.systemTasks;
    }

    /** Lets collections that others ask for wait, or no longer; only from a BIF of the process itself. */
    public static boolean holdCollections(final Process p, final boolean hold) {
        synchronized (p) {
            final SystemTasks tasks = tasks(p);
            final boolean before = tasks.collectionsHeld;
            tasks.collectionsHeld = hold;
            if (!hold && !tasks.delayed.isEmpty()) {
                tasks.releaseDelayed();
                Signals.wake(p);
            }
            return before;
        }
    }

    private void releaseDelayed() {
        while (!delayed.isEmpty()) {
            final Task task = delayed.poll();
            queues.get(task.priority).add(task);
        }
    }

    /**
     * Runs the tasks of a process that its turn is for.
     *
     * @param lowest the lowest priority of the tasks that this turn is for
     * @return true when a collection is to be done now; {@link #collected} must follow
     */
    static boolean run(final Process p, final int lowest) {
        final SystemTasks tasks = p.systemTasks;
        final boolean mayCollect = tasks.mayCollect(p);
        boolean major = false;
        if (mayCollect && !tasks.delayed.isEmpty()) {
            synchronized (p) {
                tasks.releaseDelayed();
            }
        }
        for (int i = 0; i < TURN; i++) {
            final Task task;
            synchronized (p) {
                task = tasks.next(lowest);
            }
            if (task == null) {
                break;
            }
            if (task.kind == Kind.LOOK || p.hibernating) {
                task.action.accept(p);
            } else if (mayCollect) {
                tasks.collecting.add(task);
                major |= task.kind == Kind.MAJOR_COLLECTION;
            } else {
                tasks.delayed.add(task);
            }
        }
        p.collectMajor |= major;
        if (tasks.collecting.isEmpty()) {
            forgetWhenEmpty(p);
            return false;
        }
        return true;
    }

    /** What a BIF waits for may come back to terms that a collection would move. */
    private boolean mayCollect(final Process p) {
        return !collectionsHeld && !p.awaiting;
    }

    /** True when a process that is about to wait has tasks that it could do now. */
    static boolean isDue(final Process p) {
        synchronized (p) {
            final SystemTasks tasks = p.systemTasks;
            return tasks != null && (tasks.highest() < PRIORITIES || !tasks.delayed.isEmpty() && tasks.mayCollect(p));
        }
    }

    private Task next(final int lowest) {
        for (int priority = 0; priority <= lowest; priority++) {
            final ArrayDeque<Task> queue = queues.get(priority);
            if (queue.isEmpty()) {
                continue;
            }
            if (priority == NORMAL && lowest == LOW && !queues.get(LOW).isEmpty() && ++normalInARow > NORMAL_IN_A_ROW) {
                normalInARow = 0;
                return queues.get(LOW).poll();
            }
            return queue.poll();
        }
        return null;
    }

    /** The collection that {@link #run} has asked for is done. */
    static void collected(final Process p) {
        final SystemTasks tasks = p.systemTasks;
        while (!tasks.collecting.isEmpty()) {
            tasks.collecting.poll().action.accept(p);
        }
        forgetWhenEmpty(p);
    }

    private static void forgetWhenEmpty(final Process p) {
        synchronized (p) {
            final SystemTasks tasks = p.systemTasks;
            if (!tasks.collectionsHeld && tasks.delayed.isEmpty() && tasks.highest() == PRIORITIES) {
                p.systemTasks = null;
            }
        }
    }

    /** Priority of the first task that waits, or one that there is not. */
    private int highest() {
        for (int priority = 0; priority < PRIORITIES; priority++) {
            if (!queues.get(priority).isEmpty()) {
                return priority;
            }
        }
        return PRIORITIES;
    }

    /** Priority of the first task that a process has to do, or one lower than all. */
    static int highest(final Process p) {
        synchronized (p) {
            return p.systemTasks == null ? PRIORITIES : p.systemTasks.highest();
        }
    }

    /** The process is ending, and marked so: tells those who wait. Most have no tasks, and need no lock to see that: who adds one looks for the mark afterwards. */
    static void refuseAll(final Process p) {
        if (p.systemTasks == null) {
            return;
        }
        final SystemTasks tasks;
        synchronized (p) {
            tasks = p.systemTasks;
            p.systemTasks = null;
        }
        if (tasks != null) {
            tasks.queues.forEach(queue -> queue.forEach(task -> task.action.accept(null)));
            tasks.delayed.forEach(task -> task.action.accept(null));
            tasks.collecting.forEach(task -> task.action.accept(null));
        }
    }
}
