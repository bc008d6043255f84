package dev.longbeam.interp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages .beam files by a seed and gives them to reader, validator and disassembler: they may refuse, and nothing else. */
final class BeamFuzz {
    private static final int[] EDGES = {0, 1, -1, 0x7FFFFFFF, 0x80000000, 0xFF, 0x10000, 0x40000000};
    private static final int HEADER_BYTES = 12;

    private final List<byte[]> files;
    private int accepted;
    private int refused;
    private long slowestNs;

    BeamFuzz(final List<byte[]> files) {
        this.files = files;
    }

    int accepted() {
        return accepted;
    }

    int refused() {
        return refused;
    }

    long slowestNs() {
        return slowestNs;
    }

    /** Runs the mutations of seeds from first up to last, exclusive. */
    void run(final long first, final long last) {
        for (long seed = first; seed < last; seed++) {
            final byte[] bytes = mutate(seed);
            final long startNs = System.nanoTime();
            try {
                final BeamFile file = BeamFile.read(bytes);
                final StringBuilder listing = new StringBuilder();
                if (seed % 8 == 0) {
                    Disassembler.print(file, listing);
                }
                CodeValidator.check(file);
                accepted++;
            } catch (final BadBeamException e) {
                refused++;
            } catch (final IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed=" + seed, e);
            }
            slowestNs = Math.max(slowestNs, System.nanoTime() - startNs);
        }
    }

    private byte[] mutate(final long seed) {
        final Random random = new Random(seed);
        final byte[] original = files.get(random.nextInt(files.size()));
        final byte[] bytes = original.clone();
        final int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            switch (random.nextInt(7)) {
                case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte)(1 << random.nextInt(8));
                case 1 -> bytes[random.nextInt(bytes.length)] = (byte)random.nextInt();
                case 2 -> {
                    return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
                }
                case 3 -> putEdge(bytes, random);
                case 4 -> swapChunkNames(bytes, random);
                default -> damageCode(bytes, random);
            }
        }
        return bytes;
    }

    private static void putEdge(final byte[] bytes, final Random random) {
        final int chunk = chunk(bytes, random.nextInt(12));
        final int at = chunk + 8 + 4 * random.nextInt(6);
        if (at + 4 <= bytes.length) {
            ByteBuffer.wrap(bytes).putInt(at, EDGES[random.nextInt(EDGES.length)]);
        }
    }

    private static void swapChunkNames(final byte[] bytes, final Random random) {
        final int a = chunk(bytes, random.nextInt(12));
        final int b = chunk(bytes, random.nextInt(12));
        for (int i = 0; i < 4; i++) {
            final byte swapped = bytes[a + i];
            bytes[a + i] = bytes[b + i];
            bytes[b + i] = swapped;
        }
    }

    /** Writes another opcode or a short operand of any kind over a byte of the code: the decoder mostly finds back into step. */
    private static void damageCode(final byte[] bytes, final Random random) {
        for (int n = 0; n < 32; n++) {
            final int at = chunk(bytes, n);
            if (new String(bytes, at, 4, StandardCharsets.ISO_8859_1).equals("Code")) {
                final int length = ByteBuffer.wrap(bytes).getInt(at + 4);
                final int start = at + 8 + 20;
                if (length > 20 && start + length - 20 <= bytes.length) {
                    final int operand = random.nextInt(16) << 4 | random.nextInt(6);
                    bytes[start + random.nextInt(length - 20)] = (byte)(random.nextBoolean() ? operand : 1 + random.nextInt(Opcodes.MAX));
                }
                return;
            }
        }
    }

    /** Offset of the n-th chunk, or of an earlier one. */
    private static int chunk(final byte[] bytes, final int n) {
        int at = HEADER_BYTES;
        for (int i = 0; i < n; i++) {
            final int length = ByteBuffer.wrap(bytes).getInt(at + 4);
            final long next = at + 8L + (length + 3L & ~3L);
            if (length < 0 || next + 8 > bytes.length) {
                return at;
            }
            at = (int)next;
        }
        return at;
    }

    /** Number of mutations, then the files to damage. */
    public static void main(final String[] args) throws IOException {
        final List<byte[]> files = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            files.add(Files.readAllBytes(Path.of(args[i])));
        }
        final BeamFuzz fuzz = new BeamFuzz(files);
        fuzz.run(0, Long.parseLong(args[0]));
        System.out.println("accepted=" + fuzz.accepted + " refused=" + fuzz.refused + " slowestMs=" + fuzz.slowestNs / 1_000_000);
    }
}
