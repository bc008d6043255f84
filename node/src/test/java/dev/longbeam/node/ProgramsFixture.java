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
    /** An expression that waits until what was logged before is written. */
    static final String LOGGED = "gen_server:call(logger_proxy, info, infinity), ok = logger_std_h:filesync(default)";

    @TempDir
    Path directory;

    NodePrograms node;

    @BeforeEach
    void findPrograms() {
        node = new NodePrograms(directory);
    }
}
