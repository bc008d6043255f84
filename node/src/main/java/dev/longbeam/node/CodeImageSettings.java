package dev.longbeam.node;

import dev.longbeam.interp.CodeImages;
import dev.longbeam.interp.CodeTable;
import java.nio.file.Path;

/** Reads the properties about images of the files that a node loads at its start; the build script and the launch script set them. */
final class CodeImageSettings {
    /** Property: the file to take images from. */
    static final String FILE = "longbeam.images";
    /** Property: the file to add images to, of all that is loaded. */
    static final String RECORD = "longbeam.images.record";

    private CodeImageSettings() {
    }

    /** Gives a table its images; before any code is loaded. */
    static void apply(final CodeTable table, final int release) {
        final String file = System.getProperty(FILE);
        final String recorded = System.getProperty(RECORD);
        if (recorded != null) {
            table.images(CodeImages.recording(Path.of(recorded), release));
        } else if (file != null) {
            table.images(CodeImages.of(Path.of(file), release));
        }
    }
}
