package dev.longbeam.node;

import java.util.ArrayList;
import java.util.List;

/** The modules that a release expects to be there before any file has been read, in load order. */
final class Preloaded {
    private static final List<String> ALL = List.of("erts_code_purger", "erl_init", "init", "prim_buffer", "prim_eval", "prim_inet", "prim_file",
        "zlib", "socket_registry", "prim_socket", "prim_net", "prim_zip", "erl_prim_loader", "erlang", "erts_internal", "erl_tracer",
        "erts_literal_area_collector", "erts_trace_cleaner", "erts_dirty_process_signal_handler", "atomics", "counters", "persistent_term");
    private static final String SINCE_27 = "erts_trace_cleaner";

    private Preloaded() {
    }

    static List<String> modules(final int release) {
        final List<String> modules = new ArrayList<>(ALL);
        if (release < 27) {
            modules.remove(SINCE_27);
        }
        return modules;
    }
}
