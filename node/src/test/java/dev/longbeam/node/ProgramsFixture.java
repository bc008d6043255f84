package dev.longbeam.node;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests that run the machine's own {@code erl} and ours: each has directories of its own, and several run at a time. */
@Execution(ExecutionMode.CONCURRENT)
abstract class ProgramsFixture {
    static final String N = "-noshell";
    static final String E = "-eval";
    /** Defines a fun that waits until so many reports stand on the standard output, which is a file: the emulator logs in its own time. */
    static final String REPORTED = "Reported = fun R(Count) -> {ok, Directory} = file:get_cwd(), {ok, Out} = file:read_file(Directory ++ \".out\"), "
        + "length(binary:matches(Out, <<\" REPORT=\">>)) >= Count orelse begin timer:sleep(10), R(Count) end end, ";

    @TempDir
    Path directory;

    NodePrograms node;

    @BeforeEach
    void findPrograms() {
        node = new NodePrograms(directory);
    }
}
