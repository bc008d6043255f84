package dev.longbeam.embed;

import dev.longbeam.node.OtpMachine;
import dev.longbeam.otp.NodeEnd;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.EmulatorOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The machine of a node with OTP.
 */
final class OtpNode implements Machine {
    private final OtpMachine machine;
    private final JavaFunctions functions;

    OtpNode(final NodeContext context, final EmulatorOptions options, final Runnable whenHalted) {
        final Map<String, FunctionCall> calls = new LinkedHashMap<>();
        new ErlangStarts(Map.copyOf(context.kinds)).addTo(calls);
        for (final Object holder : context.functions) {
            JavaFunction.addAll(holder, calls);
        }
        functions = JavaFunctions.define(calls);
        machine = new OtpMachine(context.otpRoot, options, context.otpArguments, List.of(functions.type()), new Ending(whenHalted));
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
    public void stopped() {
        machine.closePorts();
    }

    @Override
    public void freed() {
        machine.close();
        functions.close();
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
