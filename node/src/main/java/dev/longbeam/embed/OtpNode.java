package dev.longbeam.embed;

import dev.longbeam.node.OtpMachine;
import dev.longbeam.otp.NodeEnd;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.EmulatorOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The machine of a node with OTP. A JVM has one at a time: the environment, the table of modules' funs and the release's variants are the
 * JVM's.
 */
final class OtpNode implements Machine {
    private static final AtomicReference<OtpNode> RUNNING = new AtomicReference<>();

    private final OtpMachine machine;

    OtpNode(final NodeContext context, final EmulatorOptions options, final Runnable whenHalted) {
        if (!RUNNING.compareAndSet(null, this)) {
            throw new IllegalStateException("one node of a JVM can have OTP, and there is one already; nodes without OTP are not limited");
        }
        try {
            final Map<String, FunctionCall> functions = new LinkedHashMap<>();
            new ErlangStarts(Map.copyOf(context.kinds)).addTo(functions);
            for (final Object holder : context.functions) {
                JavaFunction.addAll(holder, functions);
            }
            machine = new OtpMachine(context.otpRoot, options, context.otpArguments, List.of(JavaFunctions.define(functions)),
                new Ending(whenHalted));
        } catch (final IllegalAccessException e) {
            RUNNING.set(null);
            throw new IllegalStateException(e);
        } catch (final RuntimeException e) {
            RUNNING.set(null);
            throw e;
        }
    }

    @Override
    public Emulator emulator() {
        return machine.emulator();
    }

    @Override
    public void start() {
        machine.start();
    }

    @Override
    public void ended() {
        RUNNING.compareAndSet(this, null);
    }

    /** Erlang code ends the node, not the JVM. */
    private record Ending(Runnable whenHalted) implements NodeEnd {
        @Override
        public void halt(final int status, final boolean flush) {
            NodeCore.LOGGER.log(System.Logger.Level.INFO, "Erlang code has halted the node with status " + status);
            end();
        }

        @Override
        public void abort() {
            NodeCore.LOGGER.log(System.Logger.Level.ERROR, "Erlang code has aborted the node");
            end();
        }

        @Override
        public void crash(final String slogan) {
            NodeCore.LOGGER.log(System.Logger.Level.ERROR, "the node has crashed: " + slogan);
            end();
        }

        private void end() {
            Thread.ofPlatform().daemon().name("longbeam-halt").start(whenHalted);
        }
    }
}
