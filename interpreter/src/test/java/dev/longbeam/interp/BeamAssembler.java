package dev.longbeam.interp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes small .beam files for tests from lines such as {@code move x0 y1} or {@code select_val x0 f3 [a:ok f4]}. Operands: {@code u5 i-1
 * a:name x0 y0 f7 nil fr0 q0 [..]}. The module is {@code m}; each function gets the labels 2n+1 and 2n+2 for its head and its entry.
 */
final class BeamAssembler {
    private static final int EXTENDED_LIST = 0x17;
    private static final int EXTENDED_FLOAT = 0x27;
    private static final int EXTENDED_LITERAL = 0x47;
    private static final Map<String, Integer> OPCODES = new HashMap<>();

    private final List<String> atoms = new ArrayList<>(List.of("m"));
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final ByteArrayOutputStream imports = new ByteArrayOutputStream();
    private final ByteArrayOutputStream lambdas = new ByteArrayOutputStream();
    private int importCount;
    private int lambdaCount;
    private int functions;
    private int labels = 100;

    static {
        for (int opcode = 1; opcode <= Opcodes.MAX; opcode++) {
            OPCODES.put(OpInfo.of(opcode).name, opcode);
        }
    }

    /** Adds a function; its head label is 2n+1 and its entry label 2n+2 for the n-th function from 0. */
    BeamAssembler function(final String name, final int arity, final String... lines) {
        line("label u" + (2 * functions + 1));
        line("func_info a:m a:" + name + " u" + arity);
        line("label u" + (2 * functions + 2));
        functions++;
        for (final String line : lines) {
            line(line);
        }
        return this;
    }

    /** Adds an import; the first has index 0. */
    BeamAssembler imported(final String module, final String function, final int arity) {
        importCount++;
        i32(imports, atom(module));
        i32(imports, atom(function));
        i32(imports, arity);
        return this;
    }

    /** Adds a fun that is the function with this entry label. */
    BeamAssembler lambda(final String function, final int arity, final int label, final int freeCount) {
        i32(lambdas, atom(function));
        i32(lambdas, arity);
        i32(lambdas, label);
        i32(lambdas, lambdaCount++);
        i32(lambdas, freeCount);
        i32(lambdas, 0);
        return this;
    }

    /** Sets the number of labels; the default is 100. */
    BeamAssembler labels(final int count) {
        labels = count;
        return this;
    }

    /** The file. */
    byte[] bytes() {
        line("int_code_end");
        final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        final ByteArrayOutputStream atomChunk = new ByteArrayOutputStream();
        i32(atomChunk, atoms.size());
        for (final String atom : atoms) {
            atomChunk.write(atom.length());
            atomChunk.writeBytes(atom.getBytes(StandardCharsets.ISO_8859_1));
        }
        final ByteArrayOutputStream codeChunk = new ByteArrayOutputStream();
        for (final int word : new int[] {16, 0, Opcodes.MAX, labels, functions}) {
            i32(codeChunk, word);
        }
        codeChunk.writeBytes(code.toByteArray());
        codeChunk.writeBytes(new byte[labels]);
        chunk(chunks, "AtU8", atomChunk.toByteArray());
        chunk(chunks, "Code", codeChunk.toByteArray());
        chunk(chunks, "StrT", "string".getBytes(StandardCharsets.ISO_8859_1));
        chunk(chunks, "ImpT", counted(importCount, imports));
        chunk(chunks, "ExpT", new byte[4]);
        chunk(chunks, "FunT", counted(lambdaCount, lambdas));
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        chunk(file, "FOR1", chunks.toByteArray());
        final byte[] bytes = file.toByteArray();
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(java.util.Arrays.copyOf(bytes, 4));
        i32(whole, chunks.size() + 4);
        whole.writeBytes("BEAM".getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(chunks.toByteArray());
        return whole.toByteArray();
    }

    private static byte[] counted(final int count, final ByteArrayOutputStream entries) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        i32(out, count);
        out.writeBytes(entries.toByteArray());
        return out.toByteArray();
    }

    private static void chunk(final ByteArrayOutputStream out, final String name, final byte[] data) {
        out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        i32(out, data.length);
        out.writeBytes(data);
        out.writeBytes(new byte[(data.length + 3 & ~3) - data.length]);
    }

    private static void i32(final ByteArrayOutputStream out, final int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }

    private int atom(final String name) {
        if (!atoms.contains(name)) {
            atoms.add(name);
        }
        return atoms.indexOf(name) + 1;
    }

    private void line(final String line) {
        final String[] words = line.split(" +");
        code.write(OPCODES.get(words[0]));
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith("[")) {
                int last = i;
                while (!words[last].endsWith("]")) {
                    last++;
                }
                code.write(EXTENDED_LIST);
                words[i] = words[i].substring(1);
                words[last] = words[last].substring(0, words[last].length() - 1);
                compact(ChunkReader.TAG_U, words[last].isEmpty() ? 0 : last - i + 1);
                if (words[last].isEmpty()) {
                    continue;
                }
            } else if (words[i].endsWith("]")) {
                words[i] = words[i].substring(0, words[i].length() - 1);
            }
            operand(words[i]);
        }
    }

    private void operand(final String word) {
        if (word.equals("nil")) {
            compact(ChunkReader.TAG_A, 0);
        } else if (word.startsWith("a:")) {
            compact(ChunkReader.TAG_A, atom(word.substring(2)));
        } else if (word.startsWith("fr")) {
            code.write(EXTENDED_FLOAT);
            compact(ChunkReader.TAG_U, Integer.parseInt(word.substring(2)));
        } else if (word.startsWith("q")) {
            code.write(EXTENDED_LITERAL);
            compact(ChunkReader.TAG_U, Integer.parseInt(word.substring(1)));
        } else {
            final int tag = "uiaxyf".indexOf(word.charAt(0));
            compact(tag, Integer.parseInt(word.substring(1)));
        }
    }

    private void compact(final int tag, final int value) {
        if (value >= 0 && value < 16) {
            code.write(value << 4 | tag);
        } else if (value >= 0 && value < 2048) {
            code.write(value >> 3 & 0xE0 | 0x08 | tag);
            code.write(value);
        } else {
            code.write(2 << 5 | 0x18 | tag);
            i32(code, value);
        }
    }
}
