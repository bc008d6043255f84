package dev.longbeam.trace;

import dev.longbeam.memory.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * The first file of a trace: one of a Chronicle Queue as all others, laid out here, so that a node that ends soon does without the queue, whose
 * start takes a sixth of the processor time of a node's start. It holds an index without entries, as the queue's own files do before their first
 * document: a reader looks at one document after the other.
 *
 * <p>Owned by the trace's thread.
 */
final class FirstFile implements AutoCloseable {
    /** A file has room for so many bytes of batches, and as many again for what is in front of them and behind. */
    static final long MAX_BYTES = 4 << 20;

    private static final long FILE_BYTES = 2 * MAX_BYTES;
    /** Name, place of the last document, and where the index is; as the queue writes them. */
    private static final String HEADER = """
        c1000040b906686561646572b60853435153746f726582aa000000cd77726974\
        65506f736974696f6e8e01000000008d02000000000000000200000000000000\
        00000000000000000000000000000000c8696e646578696e67b60c5343515349\
        6e646578696e67824c000000ca696e646578436f756e74a50008cc696e646578\
        53706163696e67a110cb696e64657832496e6465788f8fa7c800000000000000\
        c96c617374496e6465788e00000000a70000000000000000ca64617461466f72\
        6d6174a10100000024400040b90b696e64657832696e6465788e01000000008d\
        00080000000000000100000000000000f040000000000000""";
    /** The one page of the index, and where it stands. */
    private static final String INDEX = "1c400040b905696e6465788f8f8f8f8d0008000000000000";
    private static final int INDEX_AT = 0x40F0;
    private static final int FIRST_DOCUMENT_AT = 0x8110;
    private static final int HEADER_BYTES = 4;
    private static final int END_OF_FILE = 0xC000_0000;
    private static final int ALIGNMENT = 4;

    private final FileChannel channel;
    private long position = FIRST_DOCUMENT_AT;

    /**
     * Makes the file.
     *
     * @param timeMs its time, in milliseconds since 1970: the queue names its files by the minute
     */
    FirstFile(final Path directory, final long timeMs) throws IOException {
        channel = FileChannel.open(directory.resolve(name(timeMs)), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        put(0, FILE_BYTES - 1);
        put(ByteBuffer.wrap(HexFormat.of().parseHex(INDEX)), INDEX_AT);
        put(ByteBuffer.wrap(HexFormat.of().parseHex(HEADER)), 0);
    }

    /** Name of the file of a moment: {@code yyyyMMdd-HHmm} in UTC. */
    static String name(final long timeMs) {
        final LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(timeMs, TimeUnit.DAYS.toMillis(1)));
        final long minute = Math.floorMod(timeMs, TimeUnit.DAYS.toMillis(1)) / TimeUnit.MINUTES.toMillis(1);
        final long hour = minute / TimeUnit.HOURS.toMinutes(1);
        final int date = (day.getYear() * 100 + day.getMonthValue()) * 100 + day.getDayOfMonth();
        final long time = hour * 100 + minute % TimeUnit.HOURS.toMinutes(1);
        // Four digits, with zeros in front: formats would load the languages of the world, at each start.
        return date + "-" + Long.toString(10_000 + time).substring(1) + TraceFiles.SUFFIX;
    }

    /** Adds a batch; its length comes last, as a node may be killed at any moment, and readers look on. */
    void write(final long addr, final long bytes) throws IOException {
        final byte[] batch = new byte[(int)bytes];
        Memory.copyToArray(addr, batch, 0, batch.length);
        put(ByteBuffer.wrap(batch), position + HEADER_BYTES);
        put((int)bytes, position);
        position += HEADER_BYTES + bytes + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Says that another file follows. */
    void end() throws IOException {
        put(END_OF_FILE, position);
    }

    private void put(final int value, final long at) throws IOException {
        put(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value), at);
    }

    private void put(final ByteBuffer bytes, final long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
