package dev.longbeam.interp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * What is known about a generic instruction: a row of {@code opcodes.tab}, which is read once.
 *
 * <p>Any thread; immutable.
 */
public final class OpInfo {
    /** Does nothing when it runs. */
    public static final int MARK = 1;
    /** May collect garbage. */
    public static final int CAN_GC = 1 << 1;
    /** May raise an exception. */
    public static final int CAN_RAISE = 1 << 2;
    /** The process may be scheduled out here. */
    public static final int CAN_YIELD = 1 << 3;
    /** May go to one of its labels. */
    public static final int BRANCH = 1 << 4;
    /** Never goes on with the next instruction. */
    public static final int ENDS_BLOCK = 1 << 5;
    /** Calls a function: afterwards only x0 holds a term. */
    public static final int CALL = 1 << 6;
    /** Leaves the function. */
    public static final int LEAVES = 1 << 7;
    /** The x registers at and above its live operand hold nothing afterwards. */
    public static final int KILLS_X = 1 << 8;

    private static final String[] FLAG_NAMES = {
        "MARK", "CAN_GC", "CAN_RAISE", "CAN_YIELD", "BRANCH", "ENDS_BLOCK", "CALL", "LEAVES", "KILLS_X"};
    private static final int COLUMNS = 6;
    private static final String TABLE = "opcodes.tab";
    private static final OpInfo[] ALL = readTable();

    /** Number of the instruction. */
    public final int opcode;
    /** Name as OTP has it. */
    public final String name;
    /** Number of operands in the file. */
    public final int arity;
    /** The flags, or-ed. */
    public final int flags;
    /** First release that has it. */
    public final int firstRelease;
    /** Last release whose loader takes it; {@link Integer#MAX_VALUE} when it is current, 0 when none of ours does. */
    public final int lastRelease;
    /** What it does, for people. */
    public final String meaning;
    /** Position of the live operand, or -1. */
    public final int liveOperand;

    private final OperandKind[] kinds;

    private OpInfo(final String[] columns) {
        opcode = Integer.parseInt(columns[0]);
        final int slash = columns[1].indexOf('/');
        name = columns[1].substring(0, slash);
        arity = Integer.parseInt(columns[1].substring(slash + 1));
        kinds = kinds(columns[2]);
        flags = flags(columns[3]);
        final String releases = columns[4].equals("obsolete") ? "0..0" : columns[4];
        final int range = releases.indexOf("..");
        final String last = releases.substring(range + 2);
        firstRelease = Integer.parseInt(releases.substring(0, range));
        lastRelease = last.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(last);
        meaning = columns[5];
        int live = -1;
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == OperandKind.LIVE) {
                live = i;
            }
        }
        liveOperand = live;
        if (kinds.length != arity) {
            throw new IllegalStateException(TABLE + ": name=" + name + " arity=" + arity + " operands=" + kinds.length);
        }
    }

    /** The row of an opcode from 1 to {@link Opcodes#MAX}, or null. */
    public static OpInfo of(final int opcode) {
        return opcode > 0 && opcode < ALL.length ? ALL[opcode] : null;
    }

    /** The kind of the operand at a position from 0. */
    public OperandKind kind(final int position) {
        return kinds[position];
    }

    /** True when all these flags are set. */
    public boolean is(final int wantedFlags) {
        return (flags & wantedFlags) == wantedFlags;
    }

    /** True when no release that we run takes it. */
    public boolean isObsolete() {
        return lastRelease == 0;
    }

    /** Name and arity, as in {@code call/2}. */
    @Override
    public String toString() {
        return name + "/" + arity;
    }

    // Without patterns: making these takes longer than reading the table does.

    private static OperandKind[] kinds(final String words) {
        final List<OperandKind> kinds = new ArrayList<>();
        final StringTokenizer parts = new StringTokenizer(words, " ");
        while (parts.hasMoreTokens()) {
            kinds.add(OperandKind.of(parts.nextToken()));
        }
        return kinds.toArray(new OperandKind[0]);
    }

    private static int flags(final String words) {
        int flags = 0;
        final StringTokenizer parts = new StringTokenizer(words, " ");
        while (parts.hasMoreTokens()) {
            final String word = parts.nextToken();
            final int bit = List.of(FLAG_NAMES).indexOf(word);
            if (bit < 0) {
                throw new IllegalStateException(TABLE + ": flag=" + word);
            }
            flags |= 1 << bit;
        }
        return flags;
    }

    private static OpInfo[] readTable() {
        final List<OpInfo> rows = new ArrayList<>();
        rows.add(null);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                OpInfo.class.getResourceAsStream(TABLE), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("#") || line.isBlank()) {
                    continue;
                }
                final String[] columns = line.split("\\|", COLUMNS);
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = columns[i].trim();
                }
                final OpInfo row = new OpInfo(columns);
                if (row.opcode != rows.size()) {
                    throw new IllegalStateException(TABLE + ": opcode=" + row.opcode + " expected=" + rows.size());
                }
                rows.add(row);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.toArray(new OpInfo[0]);
    }
}
