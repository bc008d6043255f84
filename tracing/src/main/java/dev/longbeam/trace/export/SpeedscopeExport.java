package dev.longbeam.trace.export;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A profile in the format of speedscope: one profile with all stacks, and one for each of the roles that weigh most. */
final class SpeedscopeExport {
    private static final String SCHEMA = "https://www.speedscope.app/file-format-schema.json";
    private static final int MAX_ROLES = 40;

    private final CallProfile profile;
    private final CallTree tree;
    private final JsonOutput json;
    private final Map<String, Integer> frameNumbers = new HashMap<>();
    private final List<String> frames = new ArrayList<>();
    private final int[] frameOf;
    private final int[] roleOf;

    private SpeedscopeExport(final CallProfile profile, final Writer out) {
        this.profile = profile;
        tree = profile.tree();
        json = new JsonOutput(out);
        frameOf = new int[tree.nodes()];
        roleOf = new int[tree.nodes()];
        for (int node = 1; node < tree.nodes(); node++) {
            frameOf[node] = frameNumbers.computeIfAbsent(profile.label(node), label -> {
                frames.add(label);
                return frames.size() - 1;
            });
            roleOf[node] = tree.parent(node) == 0 ? node : roleOf[tree.parent(node)];
        }
    }

    static void write(final CallProfile profile, final String name, final Writer out) throws IOException {
        new SpeedscopeExport(profile, out).write(name);
    }

    private void write(final String name) throws IOException {
        json.begin('{').name("$schema").value(SCHEMA).name("exporter").value("longbeam").name("name").value(name);
        json.name("activeProfileIndex").value(0).name("shared").begin('{').name("frames").begin('[');
        for (final String frame : frames) {
            json.begin('{').name("name").value(frame).end('}');
        }
        json.end(']').end('}').name("profiles").begin('[');
        profile("all processes", 0);
        final long[] totals = tree.totals();
        final List<Integer> roles = new ArrayList<>();
        for (int node = 1; node < tree.nodes(); node++) {
            if (tree.parent(node) == 0 && totals[node] > 0) {
                roles.add(node);
            }
        }
        roles.sort(Comparator.comparingLong(role -> -totals[role]));
        for (final int role : roles.subList(0, Math.min(MAX_ROLES, roles.size()))) {
            profile(profile.label(role), role);
        }
        json.end(']').end('}').line();
    }

    private void profile(final String name, final int role) throws IOException {
        json.begin('{').name("type").value("sampled").name("name").value(name).name("unit")
            .value(profile.measure() == CallProfile.Measure.TIME ? "nanoseconds" : "none");
        json.name("startValue").value(0).name("endValue").value(tree.totals()[role]).name("samples").begin('[');
        final int[] path = new int[CallTree.MAX_DEPTH + 1];
        for (int node = 1; node < tree.nodes(); node++) {
            if (counts(node, role)) {
                int depth = 0;
                for (int at = node; at > 0; at = tree.parent(at)) {
                    path[depth++] = frameOf[at];
                }
                json.begin('[');
                while (depth > 0) {
                    json.value(path[--depth]);
                }
                json.end(']');
            }
        }
        json.end(']').name("weights").begin('[');
        for (int node = 1; node < tree.nodes(); node++) {
            if (counts(node, role)) {
                json.value(tree.weight(node));
            }
        }
        json.end(']').end('}');
    }

    private boolean counts(final int node, final int role) {
        return tree.weight(node) > 0 && (role == 0 || roleOf[node] == role);
    }
}
