package dev.longbeam.interp;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link CodeTranslator} has made of a file that {@link CodeValidator} had accepted, without anything that belongs to one node: a later
 * node need neither decode nor check nor translate the same file. Sections of ints, each with its length in front:
 *
 * <pre>
 *   [on_load position, floats, added imports, MD5 in 4]
 *   [instructions] [functions: positions] [functions: atoms of the file] [functions: arities]
 *   [source: positions] [source: places] [exports: positions] [funs: positions]
 *   [constants: number &lt;&lt; 2 | source] [constants that are the same in each node: low half, high half ...] [bytes of a big integer] ...
 * </pre>
 *
 * <p>Any thread; immutable.
 */
final class CodeImage {
    private static final int FROM_VALUES = 0;
    private static final int FROM_ATOMS = 1;
    private static final int FROM_LITERALS = 2;
    private static final int FROM_BIG_INTEGERS = 3;
    private static final int FIXED_SECTIONS = 11;
    private static final int MD5_AT = 3;
    private static final int MD5_INTS = 4;

    private final int[][] sections;

    private CodeImage(final int[][] sections) {
        this.sections = sections;
    }

    /** The image of a code that has just been translated, and is neither installed nor changed. */
    static CodeImage of(final BeamFile file, final Code code, final long[] constantSources) {
        final Map<Long, Integer> atoms = new HashMap<>();
        for (int i = 0; i < file.atoms.length; i++) {
            atoms.putIfAbsent(file.atoms[i], i);
        }
        final List<int[]> sections = new ArrayList<>();
        final ByteBuffer md5 = ByteBuffer.wrap(file.md5);
        sections.add(new int[] {code.onLoadPosition, code.floatCount, code.imports.length - file.imports.length, md5.getInt(), md5.getInt(),
            md5.getInt(), md5.getInt()});
        sections.add(code.ops);
        sections.add(code.functionStarts);
        sections.add(Arrays.stream(code.functionTerms).mapToInt(atoms::get).toArray());
        sections.add(code.functionArities);
        sections.add(code.linePositions);
        sections.add(code.lineIndexes);
        sections.add(code.exportPositions);
        sections.add(code.funPositions);
        addConstants(sections, code.constants, constantSources, atoms);
        for (int i = 0; i < file.code.bigIntegerCount(); i++) {
            final byte[] bytes = file.code.bigInteger(i).toByteArray();
            final int[] ints = new int[bytes.length];
            for (int j = 0; j < bytes.length; j++) {
                ints[j] = bytes[j];
            }
            sections.add(ints);
        }
        return new CodeImage(sections.toArray(new int[0][]));
    }

    private static void addConstants(final List<int[]> sections, final long[] constants, final long[] sources, final Map<Long, Integer> atoms) {
        final int[] from = new int[constants.length];
        final int[] values = new int[constants.length * 2];
        int count = 0;
        for (int i = 0; i < constants.length; i++) {
            from[i] = switch (Operand.kind(sources[i])) {
                case Operand.ATOM -> atoms.get(constants[i]) << 2 | FROM_ATOMS;
                case Operand.LITERAL -> (int)Operand.value(sources[i]) << 2 | FROM_LITERALS;
                case Operand.BIG_INT -> (int)Operand.value(sources[i]) << 2 | FROM_BIG_INTEGERS;
                default -> {
                    values[count] = (int)constants[i];
                    values[count + 1] = (int)(constants[i] >>> Integer.SIZE);
                    count += 2;
                    yield count - 2 << 2 | FROM_VALUES;
                }
            };
        }
        sections.add(from);
        sections.add(Arrays.copyOf(values, count));
    }

    /** Reads what {@link #write} has written. */
    static CodeImage read(final IntBuffer in) {
        final int[][] sections = new int[in.get()][];
        for (int i = 0; i < sections.length; i++) {
            sections[i] = new int[in.get()];
            in.get(sections[i]);
        }
        return new CodeImage(sections);
    }

    /** Number of ints that {@link #write} writes. */
    int sizeInts() {
        int size = 1 + sections.length;
        for (final int[] section : sections) {
            size += section.length;
        }
        return size;
    }

    void write(final IntBuffer out) {
        out.put(sections.length);
        for (final int[] section : sections) {
            out.put(section.length).put(section);
        }
    }

    /** MD5 of the module. */
    byte[] md5() {
        final ByteBuffer md5 = ByteBuffer.allocate(MD5_INTS * Integer.BYTES);
        for (int i = 0; i < MD5_INTS; i++) {
            md5.putInt(sections[0][MD5_AT + i]);
        }
        return md5.array();
    }

    /** The integers of the file that do not fit an operand. */
    BigInteger[] bigIntegers() {
        final BigInteger[] all = new BigInteger[sections.length - FIXED_SECTIONS];
        for (int i = 0; i < all.length; i++) {
            final int[] ints = sections[FIXED_SECTIONS + i];
            final byte[] bytes = new byte[ints.length];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte)ints[j];
            }
            all[i] = new BigInteger(bytes);
        }
        return all;
    }

    /** Fills a code whose tables are made. Once: the arrays become the code's own. */
    void fill(final CodeTable table, final Code code, final BeamFile file, final long[] literalTerms, final long[] bigTerms) {
        code.onLoadPosition = sections[0][0];
        code.floatCount = sections[0][1];
        for (int i = sections[0][2]; i > 0; i--) {
            CodeTranslator.addPlus(table, code);
        }
        code.ops = sections[1];
        code.functionStarts = sections[2];
        code.functionTerms = new long[sections[3].length];
        for (int i = 0; i < code.functionTerms.length; i++) {
            code.functionTerms[i] = file.atoms[sections[3][i]];
        }
        code.functionArities = sections[4];
        code.linePositions = sections[5];
        code.lineIndexes = sections[6];
        code.exportPositions = sections[7];
        code.funPositions = sections[8];
        code.constants = constants(file.atoms, literalTerms, bigTerms);
    }

    private long[] constants(final long[] atoms, final long[] literalTerms, final long[] bigTerms) {
        final int[] from = sections[9];
        final int[] values = sections[10];
        final long[] constants = new long[from.length];
        for (int i = 0; i < constants.length; i++) {
            final int number = from[i] >>> 2;
            constants[i] = switch (from[i] & 3) {
                case FROM_ATOMS -> atoms[number];
                case FROM_LITERALS -> literalTerms[number];
                case FROM_BIG_INTEGERS -> bigTerms[number];
                default -> Integer.toUnsignedLong(values[number]) | (long)values[number + 1] << Integer.SIZE;
            };
        }
        return constants;
    }
}
