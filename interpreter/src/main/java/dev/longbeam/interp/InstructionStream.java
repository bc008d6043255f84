package dev.longbeam.interp;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The code of a file in the order of the file, in flat arrays. Instruction {@code i} has {@link #operandCount} operands from
 * {@link #operandStart}; the elements of a list stand directly behind its {@link Operand#LIST} operand, which holds their number, and
 * count as operands.
 *
 * <p>Built by one thread, then read by any.
 */
public final class InstructionStream {
    private static final int FIRST_INSTRUCTIONS = 256;
    private static final int OPERANDS_PER_INSTRUCTION = 3;

    private byte[] opcodes;
    private int[] starts;
    private long[] operands;
    private int size;
    private int operandTotal;
    private final List<BigInteger> bigIntegers = new ArrayList<>();

    InstructionStream(final int expectedInstructions) {
        final int room = Math.max(expectedInstructions, FIRST_INSTRUCTIONS);
        opcodes = new byte[room];
        starts = new int[room + 1];
        operands = new long[room * OPERANDS_PER_INSTRUCTION];
    }

    /** Number of instructions. */
    public int size() {
        return size;
    }

    /** Opcode of an instruction. */
    public int opcode(final int i) {
        return opcodes[i] & 0xFF;
    }

    /** Index of the first operand of an instruction, for {@link #operand}. */
    public int operandStart(final int i) {
        return starts[i];
    }

    /** Number of operands of an instruction, the elements of lists included. */
    public int operandCount(final int i) {
        return starts[i + 1] - starts[i];
    }

    /** Operand at an index. */
    public long operand(final int index) {
        return operands[index];
    }

    /** Index behind an operand: behind all elements when it is a list. Lists do not stand in lists. */
    public int next(final int index) {
        final long operand = operands[index];
        return Operand.kind(operand) == Operand.LIST ? index + 1 + (int)Operand.value(operand) : index + 1;
    }

    /** Number of operands of all instructions. */
    public int operandTotal() {
        return operandTotal;
    }

    /** Integer that does not fit an operand; {@link Operand#BIG_INT} holds the index. */
    public BigInteger bigInteger(final int index) {
        return bigIntegers.get(index);
    }

    /** Number of integers that do not fit an operand. */
    public int bigIntegerCount() {
        return bigIntegers.size();
    }

    /** All of them. */
    BigInteger[] bigIntegers() {
        return bigIntegers.toArray(new BigInteger[0]);
    }

    void startInstruction(final int opcode) {
        if (size + 1 == starts.length) {
            opcodes = Arrays.copyOf(opcodes, size * 2);
            starts = Arrays.copyOf(starts, size * 2 + 1);
        }
        opcodes[size] = (byte)opcode;
        starts[size] = operandTotal;
    }

    void endInstruction() {
        size++;
        starts[size] = operandTotal;
    }

    void add(final long operand) {
        if (operandTotal == operands.length) {
            operands = Arrays.copyOf(operands, operandTotal * 2);
        }
        operands[operandTotal++] = operand;
    }

    long addBig(final BigInteger value) {
        bigIntegers.add(value);
        return Operand.make(Operand.BIG_INT, bigIntegers.size() - 1L);
    }

    InstructionStream trim() {
        opcodes = Arrays.copyOf(opcodes, size);
        starts = Arrays.copyOf(starts, size + 1);
        operands = Arrays.copyOf(operands, operandTotal);
        return this;
    }
}
