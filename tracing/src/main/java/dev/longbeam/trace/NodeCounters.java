package dev.longbeam.trace;

import dev.longbeam.memory.FileMapping;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * The live counters of a node: a memory-mapped file in the layout of Agrona's {@link CountersManager}, which other processes read
 * without asking the node.
 *
 * <pre>
 *    0  version (4 bytes), then 4 bytes of nothing
 *    8  process id of the node
 *   16  start of the node, milliseconds since 1970
 *   24  bytes of the values
 *   32  bytes of the labels
 *   64  values, then labels, as {@link CountersReader} reads them
 * </pre>
 *
 * <p>The node's side belongs to one thread; readers map the file for themselves.
 */
public final class NodeCounters implements AutoCloseable {
    private static final int VERSION = 1;
    private static final int PID_AT = 8;
    private static final int START_AT = 16;
    private static final int VALUES_AT = 24;
    private static final int LABELS_AT = 32;
    private static final int HEADER_BYTES = 64;
    private static final int VALUES_BYTES = 512 * CountersReader.COUNTER_LENGTH;
    private static final int LABELS_BYTES = 512 * CountersReader.METADATA_LENGTH;
    private static final int FILE_BYTES = HEADER_BYTES + VALUES_BYTES + LABELS_BYTES;
    private static final String SUFFIX = ".counters";

    private final Path file;
    /** Where the file is mapped; owned until {@link #close}. */
    private final long addr;
    private final CountersManager manager;

    private NodeCounters(final Path file, final long addr) {
        this.file = file;
        this.addr = addr;
        final AtomicBuffer values = new UnsafeBuffer(addr + HEADER_BYTES, VALUES_BYTES);
        final AtomicBuffer labels = new UnsafeBuffer(addr + HEADER_BYTES + VALUES_BYTES, LABELS_BYTES);
        manager = new CountersManager(labels, values, StandardCharsets.UTF_8);
    }

    /** Where the files of this user's nodes lie: {@code LONGBEAM_COUNTERS_DIR}, or shared memory, or the folder for temporary files. */
    public static Path directory() {
        final String chosen = System.getenv("LONGBEAM_COUNTERS_DIR");
        if (chosen != null && !chosen.isEmpty()) {
            return Path.of(chosen);
        }
        final Path shared = Path.of("/dev/shm");
        final Path base = Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
        return base.resolve("longbeam-" + System.getProperty("user.name"));
    }

    /** Makes the file of this process. */
    public static NodeCounters create(final Path directory) throws IOException {
        final long pid = ProcessHandle.current().pid();
        Files.createDirectories(directory);
        final Path file = directory.resolve(pid + SUFFIX);
        removeAbandoned(directory);
        Files.deleteIfExists(file);
        final NodeCounters counters = new NodeCounters(file, FileMapping.create(file, FILE_BYTES));
        final AtomicBuffer header = new UnsafeBuffer(counters.addr, HEADER_BYTES);
        header.putLong(PID_AT, pid, ByteOrder.LITTLE_ENDIAN);
        header.putLong(START_AT, System.currentTimeMillis(), ByteOrder.LITTLE_ENDIAN);
        header.putLong(VALUES_AT, VALUES_BYTES, ByteOrder.LITTLE_ENDIAN);
        header.putLong(LABELS_AT, LABELS_BYTES, ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, VERSION, ByteOrder.LITTLE_ENDIAN);
        return counters;
    }

    /** Removes the files of nodes that were killed. */
    private static void removeAbandoned(final Path directory) throws IOException {
        for (final long pid : pids(directory)) {
            if (ProcessHandle.of(pid).isEmpty()) {
                Files.deleteIfExists(directory.resolve(pid + SUFFIX));
            }
        }
    }

    private static List<Long> pids(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).filter(name -> name.matches("\\d+\\" + SUFFIX))
                .map(name -> Long.parseLong(name.substring(0, name.length() - SUFFIX.length()))).sorted().toList();
        }
    }

    /** A new counter with a label. */
    public AtomicCounter counter(final String label) {
        return manager.newCounter(label);
    }

    /** Ends the counters; the file goes. */
    @Override
    public void close() {
        FileMapping.unmap(addr, FILE_BYTES);
        IoUtil.deleteIfExists(file.toFile());
    }

    /** One look at the counters of a node. */
    public record Snapshot(long pid, long startMs, List<Value> values) {
        /** The value of a label, or 0. */
        public long value(final String label) {
            for (final Value value : values) {
                if (value.label().equals(label)) {
                    return value.value();
                }
            }
            return 0;
        }
    }

    /** A counter's label and value. */
    public record Value(String label, long value) {
    }

    /** The processes of this user that have counters, smallest number first. */
    public static List<Long> nodes(final Path directory) {
        try {
            return pids(directory).stream().filter(pid -> ProcessHandle.of(pid).isPresent()).toList();
        } catch (final IOException e) {
            return List.of();
        }
    }

    /**
     * Reads the counters of a node.
     *
     * @throws IOException when there are none, or they are of another version
     */
    public static Snapshot read(final Path directory, final long pid) throws IOException {
        final Path file = directory.resolve(pid + SUFFIX);
        if (!Files.isRegularFile(file)) {
            throw new IOException("no counters of process " + pid + " in " + directory);
        }
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(file.toFile(), "counters");
        try {
            mapped.order(ByteOrder.LITTLE_ENDIAN);
            final long values = mapped.capacity() < HEADER_BYTES ? 0 : mapped.getLong(VALUES_AT);
            final long labels = mapped.capacity() < HEADER_BYTES ? 0 : mapped.getLong(LABELS_AT);
            if (mapped.capacity() < HEADER_BYTES || mapped.getInt(0) != VERSION || values <= 0 || labels <= 0
                || HEADER_BYTES + values + labels != mapped.capacity()) {
                throw new IOException(file + " holds no counters of version " + VERSION);
            }
            final CountersReader reader = new CountersReader(new UnsafeBuffer(mapped, HEADER_BYTES + (int)values, (int)labels),
                new UnsafeBuffer(mapped, HEADER_BYTES, (int)values), StandardCharsets.UTF_8);
            final List<Value> all = new ArrayList<>();
            reader.forEach((id, label) -> all.add(new Value(label, reader.getCounterValue(id))));
            return new Snapshot(mapped.getLong(PID_AT), mapped.getLong(START_AT), all);
        } finally {
            IoUtil.unmap(mapped);
        }
    }
}
