package dev.longbeam.trace.read;

import java.nio.file.Path;

/**
 * Something in the files that cannot be read. What stands before it, and what can be read after it, is there all the same.
 *
 * @param file the file
 * @param position bytes from its begin
 * @param text what is wrong there
 */
public record TraceProblem(Path file, long position, String text) {
    @Override
    public String toString() {
        return file + ": position " + position + ": " + text;
    }
}
