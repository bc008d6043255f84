package dev.longbeam.node;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code longbeam erl ARGS..}: what {@code bin/erl} is. Its arguments are OTP's; no parser but OTP's rules looks at them. */
@Command(name = ErlCommand.NAME, description = "Starts a node with the arguments of OTP's own erl; the same as bin/erl.")
final class ErlCommand implements Callable<Integer> {
    static final String NAME = "erl";

    @Parameters(paramLabel = "ARGS", arity = "0..*", description = "Arguments of erl; see OTP's manual.")
    private List<String> arguments = List.of();

    @Unmatched
    private List<String> options = List.of();

    @Override
    public Integer call() {
        throw new IllegalStateException("Main runs this command: arguments=" + arguments + options);
    }
}
