package dev.longbeam.interp;

import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/**
 * The places in the source that a module refers to, numbered from 1; 0 is no place.
 *
 * <p>Any thread; what it says never changes.
 */
public final class LineTable {
    static final String REASON = "corrupt line table";
    private static final int HEADER_BYTES = 20;

    private final String moduleName;
    private int[] lines;
    private int[] fileOfLine;
    private String[] files;
    /** The names of the files as lists that are kept; NON_VALUE for one that nobody has asked for. */
    private long[] fileTerms;
    /** The chunk, when it is still to be read. */
    private volatile byte[] unread;

    private LineTable(final String moduleName, final byte[] unread) {
        this.moduleName = moduleName;
        this.unread = unread;
    }

    private LineTable(final String moduleName, final int[] lines, final int[] fileOfLine, final String[] files) {
        this.moduleName = moduleName;
        this.lines = lines;
        this.fileOfLine = fileOfLine;
        this.files = files;
        fileTerms = new long[files.length];
    }

    /** Number of places; the largest index. */
    public int count() {
        return read().lines.length - 1;
    }

    /** Line of a place; 0 for index 0 and for indexes that the table does not have. */
    public int line(final int i) {
        return i > 0 && i < read().lines.length ? lines[i] : 0;
    }

    /** File name of a place. */
    public String file(final int i) {
        return i > 0 && i < read().lines.length ? files[fileOfLine[i]] : read().files[0];
    }

    /** The file name of a place as a list; on the heap when it is not one of those that are kept. */
    long fileTerm(final TermHeap heap, final int i) {
        final int file = i > 0 && i < read().lines.length ? fileOfLine[i] : 0;
        if (read().fileTerms[file] == Term.NON_VALUE) {
            fileTerms[file] = FileNames.kept(files[file]);
        }
        final long kept = fileTerms[file];
        return kept == Term.NON_VALUE ? FileNames.list(heap, files[file]) : kept;
    }

    private LineTable read() {
        if (unread != null) {
            readNow();
        }
        return this;
    }

    private synchronized void readNow() {
        if (unread == null) {
            return;
        }
        try {
            final LineTable all = read(new ChunkReader(unread, 0, unread.length, REASON), moduleName);
            lines = all.lines;
            fileOfLine = all.fileOfLine;
            files = all.files;
            fileTerms = all.fileTerms;
            unread = null;
        } catch (final BadBeamException e) {
            throw new IllegalStateException("a table that was good before: module=" + moduleName, e);
        }
    }

    /** The table of a chunk that is known to be good, or none when it is null; it is read when somebody asks for a place. */
    static LineTable later(final byte[] chunk, final String moduleName) {
        return chunk == null ? none(moduleName) : new LineTable(moduleName, chunk);
    }

    static LineTable none(final String moduleName) {
        return new LineTable(moduleName, new int[1], new int[1], new String[] {moduleName + ".erl"});
    }

    static LineTable read(final ChunkReader in, final String moduleName) throws BadBeamException {
        in.require(in.left() >= HEADER_BYTES);
        if (in.i32() != 0) {
            return none(moduleName);
        }
        in.i32();
        in.i32();
        final int count = in.i32();
        final int fileCount = in.i32();
        in.require(count >= 0 && count <= in.left() && fileCount >= 0 && fileCount <= in.left());
        final int[] lines = new int[count + 1];
        final int[] fileOfLine = new int[count + 1];
        int file = 0;
        int i = 1;
        while (i <= count) {
            in.term();
            if (in.tag() == ChunkReader.TAG_A) {
                file = in.below(fileCount + 1);
            } else {
                in.require(in.tag() == ChunkReader.TAG_I);
                lines[i] = in.below(Integer.MAX_VALUE);
                fileOfLine[i++] = file;
            }
        }
        final String[] files = new String[fileCount + 1];
        files[0] = moduleName + ".erl";
        for (int f = 1; f <= fileCount; f++) {
            final String name = in.utf8(in.u16(), Short.MAX_VALUE);
            // Forms that name no file.
            files[f] = name.isEmpty() ? files[0] : name;
        }
        return new LineTable(moduleName, lines, fileOfLine, files);
    }
}
