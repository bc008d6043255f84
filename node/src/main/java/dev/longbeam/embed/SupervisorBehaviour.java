package dev.longbeam.embed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What the process of a {@link Supervisor} does. Ending children takes time: the children that are to end are ended one after the other,
 * and then happens what was to come after. What other children do meanwhile is looked at then.
 */
final class SupervisorBehaviour implements Behaviour {
    private static final int AM_NORMAL = AtomTable.of("normal");
    private static final int AM_SHUTDOWN = AtomTable.of("shutdown");
    private static final int AM_KILL = AtomTable.of("kill");
    private static final int AM_OK = AtomTable.of("ok");
    private static final int AM_ERROR = AtomTable.of("error");
    private static final int AM_NOT_FOUND = AtomTable.of("not_found");
    private static final int AM_RESTARTING = AtomTable.of("restarting");
    private static final int AM_UNDEFINED = AtomTable.of("undefined");
    private static final int AM_WHICH_CHILDREN = AtomTable.of("which_children");
    private static final int AM_START_CHILD = AtomTable.of("start_child");
    private static final int AM_TERMINATE_CHILD = AtomTable.of("terminate_child");

    private final Supervisor config;
    private final List<Child> children = new ArrayList<>();
    private final ArrayDeque<Long> restartTimes = new ArrayDeque<>();
    /** Children that are to end, the next last. */
    private final ArrayDeque<Child> ending = new ArrayDeque<>();
    /** What comes when all of {@link #ending} have ended; null while nothing is being ended. */
    private Runnable afterwards;
    /** Children that have ended while others were being ended. */
    private final ArrayDeque<Child> endedMeanwhile = new ArrayDeque<>();
    private long killTimer;

    SupervisorBehaviour(final Supervisor config) {
        this.config = config;
    }

    /** One child. */
    private static final class Child {
        private final ChildSpec spec;
        private final ProcessSpec process;
        /** {@link ProcessContext#NO_PID} while there is none. */
        private long pid;
        private boolean abnormal;

        Child(final ChildSpec spec, final ProcessSpec process) {
            this.spec = spec;
            this.process = process;
        }
    }

    @Override
    public void onStart(final ProcessContext ctx) {
        if (config.strategy != Supervisor.Strategy.SIMPLE_ONE_FOR_ONE) {
            for (final ChildSpec spec : config.children) {
                final Child child = new Child(spec, spec.process);
                children.add(child);
                child.pid = ctx.spawnLink(child.process);
            }
        }
    }

    @Override
    public void onMessage(final ProcessContext ctx, final TermReader message) {
        // Strays, which OTP's supervisor drops, too.
    }

    // Children that end

    @Override
    public void onExit(final ProcessContext ctx, final long fromPid, final TermReader reason) {
        final Child child = find(fromPid);
        if (child != null) {
            child.pid = ProcessContext.NO_PID;
            child.abnormal = !isOrderly(reason);
            if (afterwards == null) {
                ended(ctx, child);
            } else if (!ending.isEmpty() && ending.peekLast() == child) {
                ctx.cancelTimer(killTimer);
                endNext(ctx);
            } else if (!ending.contains(child)) {
                endedMeanwhile.add(child);
            }
        } else if (fromPid == ctx.parent() || fromPid == ctx.self()) {
            shutDown(ctx);
        }
    }

    private Child find(final long pid) {
        for (final Child child : children) {
            if (child.pid == pid) {
                return child;
            }
        }
        return null;
    }

    private static boolean isOrderly(final TermReader reason) {
        return reason.isAtom(AM_NORMAL) || reason.isAtom(AM_SHUTDOWN) || reason.isTuple(AM_SHUTDOWN, 2);
    }

    private void ended(final ProcessContext ctx, final Child child) {
        if (child.spec.restartsAfter(child.abnormal)) {
            restart(ctx, child);
        } else if (child.process != child.spec.process || child.spec.restart == ChildSpec.Restart.TEMPORARY) {
            children.remove(child);
        }
    }

    private void restart(final ProcessContext ctx, final Child child) {
        if (!mayRestart(ctx, child)) {
            return;
        }
        switch (config.strategy) {
            case ONE_FOR_ALL -> end(ctx, 0, () -> startFrom(ctx, 0));
            case REST_FOR_ONE -> {
                final int index = children.indexOf(child);
                end(ctx, index, () -> startFrom(ctx, index));
            }
            default -> start(ctx, child);
        }
    }

    /** Counts a restart; when there are too many the supervisor ends. */
    private boolean mayRestart(final ProcessContext ctx, final Child child) {
        final long nowNs = ctx.nanoTime();
        restartTimes.add(nowNs);
        while (nowNs - restartTimes.peekFirst() > config.periodNs) {
            restartTimes.removeFirst();
        }
        if (restartTimes.size() <= config.restarts) {
            return true;
        }
        NodeCore.LOGGER.log(System.Logger.Level.ERROR, "supervisor " + ctx.name() + " ends: too many restarts, the last of child "
            + child.spec.id);
        shutDown(ctx);
        return false;
    }

    private void startFrom(final ProcessContext ctx, final int index) {
        for (int i = index; i < children.size() && afterwards == null; i++) {
            if (children.get(i).pid == ProcessContext.NO_PID) {
                start(ctx, children.get(i));
            }
        }
    }

    /** Starts a child; one that cannot be started is tried again, each time as a restart. */
    private void start(final ProcessContext ctx, final Child child) {
        boolean again = true;
        while (again) {
            try {
                child.pid = ctx.spawnLink(child.process);
                again = false;
            } catch (final RuntimeException e) {
                NodeCore.LOGGER.log(System.Logger.Level.ERROR, "supervisor " + ctx.name() + " cannot start child " + child.spec.id, e);
                again = mayRestart(ctx, child);
            }
        }
    }

    // Ending children

    private void shutDown(final ProcessContext ctx) {
        endedMeanwhile.clear();
        end(ctx, 0, () -> ctx.exit(AM_SHUTDOWN));
    }

    /** Ends the children from an index on, the last first. */
    private void end(final ProcessContext ctx, final int from, final Runnable then) {
        end(ctx, children.subList(from, children.size()), then);
    }

    private void end(final ProcessContext ctx, final List<Child> which, final Runnable then) {
        ctx.cancelTimer(killTimer);
        ending.clear();
        for (final Child child : which) {
            if (child.pid != ProcessContext.NO_PID) {
                ending.add(child);
            }
        }
        afterwards = then;
        endNext(ctx);
    }

    private void endNext(final ProcessContext ctx) {
        while (!ending.isEmpty() && ending.peekLast().pid == ProcessContext.NO_PID) {
            ending.removeLast();
        }
        if (ending.isEmpty()) {
            final Runnable then = afterwards;
            afterwards = null;
            then.run();
            while (afterwards == null && !endedMeanwhile.isEmpty()) {
                final Child child = endedMeanwhile.remove();
                if (child.pid == ProcessContext.NO_PID) {
                    ended(ctx, child);
                }
            }
            return;
        }
        final Child child = ending.peekLast();
        ctx.exit(child.pid, child.spec.shutdownNs == 0 ? AM_KILL : AM_SHUTDOWN);
        if (child.spec.shutdownNs != 0 && child.spec.shutdownNs != Long.MAX_VALUE) {
            killTimer = ctx.startTimer(child.spec.shutdownNs);
        }
    }

    @Override
    public void onTimer(final ProcessContext ctx, final long timerId) {
        if (timerId == killTimer && !ending.isEmpty() && ending.peekLast().pid != ProcessContext.NO_PID) {
            ctx.exit(ending.peekLast().pid, AM_KILL);
        }
    }

    // Requests

    @Override
    public void onRequest(final ProcessContext ctx, final TermReader request) {
        final TermReader part = new TermReader();
        if (request.isAtom(AM_WHICH_CHILDREN)) {
            whichChildren(ctx);
        } else if (afterwards != null) {
            error(ctx, AM_RESTARTING);
        } else if (request.isTuple(AM_START_CHILD, 2) && config.strategy == Supervisor.Strategy.SIMPLE_ONE_FOR_ONE) {
            startChild(ctx, request.elementAt(1, part));
        } else if (request.isTuple(AM_TERMINATE_CHILD, 2) && request.elementAt(1, part).isPid() && find(part.pid()) != null) {
            terminateChild(ctx, find(part.pid()));
        } else {
            error(ctx, AM_NOT_FOUND);
        }
    }

    private void whichChildren(final ProcessContext ctx) {
        final TermWriter answer = ctx.message().list(children.size());
        for (final Child child : children) {
            answer.tuple(2).string(child.spec.id);
            if (child.pid == ProcessContext.NO_PID) {
                answer.atom(AM_UNDEFINED);
            } else {
                answer.pid(child.pid);
            }
        }
        ctx.reply(answer);
    }

    private void startChild(final ProcessContext ctx, final TermReader args) {
        final ChildSpec spec = config.children.get(0);
        final Child child;
        try {
            child = new Child(spec, spec.factory.apply(args));
            child.pid = ctx.spawnLink(child.process);
        } catch (final RuntimeException e) {
            ctx.reply(ctx.message().tuple(2).atom(AM_ERROR).string(String.valueOf(e.getMessage())));
            return;
        }
        children.add(child);
        ctx.reply(ctx.message().tuple(2).atom(AM_OK).pid(child.pid));
    }

    private void terminateChild(final ProcessContext ctx, final Child child) {
        final long reply = ctx.deferReply();
        end(ctx, List.of(child), () -> {
            if (config.strategy == Supervisor.Strategy.SIMPLE_ONE_FOR_ONE || child.spec.restart == ChildSpec.Restart.TEMPORARY) {
                children.remove(child);
            }
            ctx.reply(reply, ctx.message().atom(AM_OK));
        });
    }

    private static void error(final ProcessContext ctx, final int reasonAtom) {
        ctx.reply(ctx.message().tuple(2).atom(AM_ERROR).atom(reasonAtom));
    }
}
