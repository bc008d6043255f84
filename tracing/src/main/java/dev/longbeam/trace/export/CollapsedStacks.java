package dev.longbeam.trace.export;

import java.io.IOException;
import java.io.Writer;

/** Collapsed stacks, the text that flame graph programs read: {@code outer;inner weight}, a line for each stack. */
public final class CollapsedStacks {
    private CollapsedStacks() {
    }

    /** Writes the stacks of a profile. */
    public static void write(final CallProfile profile, final Writer out) throws IOException {
        final CallTree tree = profile.tree();
        final int[] path = new int[CallTree.MAX_DEPTH + 1];
        for (int node = 1; node < tree.nodes(); node++) {
            if (tree.weight(node) > 0) {
                int depth = 0;
                for (int at = node; at > 0; at = tree.parent(at)) {
                    path[depth++] = at;
                }
                while (depth > 0) {
                    out.write(entry(profile.label(path[--depth])));
                    out.write(depth > 0 ? ';' : ' ');
                }
                out.write(Long.toString(tree.weight(node)));
                out.write('\n');
            }
        }
    }

    /** The signs of the format stand for themselves nowhere in a name. */
    private static String entry(final String label) {
        return label.replace(';', ',').replaceAll("\\p{Cntrl}", "?");
    }
}
