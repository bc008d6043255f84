package dev.longbeam.interp;

import java.io.IOException;

/**
 * Lists a .beam file as text: functions, labels, instructions with what their operands refer to. The operand syntax is {@code x0 y1 fr2}
 * for registers (behind a typed one its type), {@code f7} for labels, {@code []}, atoms and numbers as Erlang writes them.
 *
 * <p>The file need not be valid; what is out of range is shown as it stands. Any thread.
 */
public final class Disassembler {
    private static final int MAX_LITERAL_CHARACTERS = 200;
    private static final String[] TYPE_NAMES = {"atom", "bitstring", "cons", "float", "fun", "integer", "map", "nil", "pid", "port",
        "reference", "tuple", "record", "context"};

    private final BeamFile file;
    private final InstructionStream code;
    private final Appendable out;
    private final java.util.Map<Long, Integer> headOfEntry = new java.util.HashMap<>();

    private Disassembler(final BeamFile file, final Appendable out) {
        this.file = file;
        this.code = file.code;
        this.out = out;
        for (int i = 1; i < code.size(); i++) {
            if (code.opcode(i) == Opcodes.LABEL && code.opcode(i - 1) == Opcodes.FUNC_INFO) {
                headOfEntry.put(Operand.value(code.operand(code.operandStart(i))), i - 1);
            }
        }
    }

    /** Writes the listing of a file. */
    public static void print(final BeamFile file, final Appendable out) throws IOException {
        new Disassembler(file, out).printAll();
    }

    private void printAll() throws IOException {
        out.append("module ").append(LiteralText.atom(file.moduleTerm))
            .append("  % functions ").append(Integer.toString(file.functionCount))
            .append(", literals ").append(Integer.toString(file.literals.length))
            .append(", md5 ").append(java.util.HexFormat.of().formatHex(file.md5)).append('\n');
        for (final RecordDefinition definition : file.records) {
            printRecord(definition);
        }
        for (int i = 0; i < code.size(); i++) {
            printInstruction(i);
        }
    }

    private void printRecord(final RecordDefinition definition) throws IOException {
        out.append("record ").append(LiteralText.atom(definition.nameTerm())).append(definition.exported() ? " exported" : "");
        for (int i = 0; i < definition.fieldTerms().length; i++) {
            out.append(i == 0 ? " " : ", ").append(LiteralText.atom(definition.fieldTerms()[i]));
            if (Operand.kind(definition.defaults()[i]) != Operand.U) {
                out.append(" = ").append(definition.bigDefaults()[i] == null
                    ? operand(OperandKind.SRC, definition.defaults()[i]) : definition.bigDefaults()[i].toString());
            }
        }
        out.append('\n');
    }

    private void printInstruction(final int i) throws IOException {
        final OpInfo info = OpInfo.of(code.opcode(i));
        int at = code.operandStart(i);
        if (info.opcode == Opcodes.FUNC_INFO) {
            out.append("\n% ").append(operand(OperandKind.ATOM, code.operand(at))).append(':')
                .append(operand(OperandKind.ATOM, code.operand(at + 1))).append('/')
                .append(operand(OperandKind.UINT, code.operand(at + 2))).append('\n');
        }
        if (info.opcode == Opcodes.LABEL) {
            out.append('f').append(Long.toString(Operand.value(code.operand(at)))).append(":\n");
            return;
        }
        out.append(String.format("%7d  %s", i, info.name));
        for (int k = 0; k < info.arity; k++) {
            out.append(k == 0 ? " " : ", ");
            printOperand(info.kind(k), at);
            at = code.next(at);
        }
        if (info.opcode == Opcodes.BS_MATCH_STRING) {
            printMatchedString(code.operandStart(i));
        }
        out.append('\n');
    }

    private void printOperand(final OperandKind kind, final int at) throws IOException {
        final long operand = code.operand(at);
        if (Operand.kind(operand) != Operand.LIST) {
            out.append(operand(kind, operand));
            return;
        }
        out.append('[');
        for (int i = at + 1; i < code.next(at); i++) {
            out.append(i == at + 1 ? "" : ", ").append(operand(OperandKind.SRC, code.operand(i)));
        }
        out.append(']');
    }

    private void printMatchedString(final int start) throws IOException {
        final long bytes = (Operand.value(code.operand(start + 2)) + 7) / 8;
        final long offset = Operand.value(code.operand(start + 3));
        if (offset >= 0 && bytes >= 0 && offset + bytes <= file.strings.length) {
            final byte[] part = java.util.Arrays.copyOfRange(file.strings, (int)offset, (int)(offset + bytes));
            out.append("  % ").append(LiteralText.binary(part));
        }
    }

    private String operand(final OperandKind kind, final long operand) {
        final int value = (int)Math.min(Integer.MAX_VALUE, Operand.value(operand));
        return switch (Operand.kind(operand)) {
            case Operand.U -> unsigned(kind, operand, value);
            case Operand.I -> Long.toString(Operand.value(operand));
            case Operand.BIG_INT -> code.bigInteger(value).toString();
            case Operand.ATOM -> LiteralText.atom(Operand.term(operand));
            case Operand.NIL -> "[]";
            case Operand.X, Operand.Y -> Operand.name(operand) + type(Operand.typeIndex(operand));
            case Operand.LITERAL -> LiteralText.of(file.literals[value], MAX_LITERAL_CHARACTERS);
            case Operand.ALLOC -> "words=" + Operand.heapWords(operand, 0);
            case Operand.LABEL -> kind == OperandKind.ENTRY ? entry(Operand.value(operand)) : Operand.name(operand);
            default -> Operand.name(operand);
        };
    }

    private String entry(final long label) {
        final Integer head = headOfEntry.get(label);
        if (head == null) {
            return "f" + label;
        }
        final int at = code.operandStart(head);
        return operand(OperandKind.ATOM, code.operand(at + 1)) + "/" + operand(OperandKind.UINT, code.operand(at + 2)) + " f" + label;
    }

    private String unsigned(final OperandKind kind, final long operand, final int value) {
        switch (kind) {
            case IMPORT:
                if (value < file.imports.length) {
                    final BeamFile.Import target = file.imports[value];
                    return LiteralText.atom(target.moduleTerm()) + ":" + LiteralText.atom(target.functionTerm()) + "/" + target.arity();
                }
                break;
            case FUN, TAG:
                if (value < file.lambdas.length) {
                    return LiteralText.atom(file.lambdas[value].functionTerm()) + "/" + file.lambdas[value].arity();
                }
                break;
            case LINE:
                return value == 0 ? "0" : file.lines.file(value) + ":" + file.lines.line(value);
            case LIVE:
                return "live=" + value;
            case FRAME:
                return "frame=" + value;
            default:
                break;
        }
        return Long.toString(Operand.value(operand));
    }

    private String type(final int index) {
        if (index == 0 || file.types.set(index) == TypeTable.ANY) {
            return "";
        }
        final StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < TYPE_NAMES.length; bit++) {
            if ((file.types.set(index) >> bit & 1) != 0) {
                text.append(text.isEmpty() ? "/" : "|").append(TYPE_NAMES[bit]);
            }
        }
        final long minimum = file.types.minimum(index);
        final long maximum = file.types.maximum(index);
        if (minimum != Long.MIN_VALUE || maximum != Long.MAX_VALUE) {
            text.append('(').append(minimum == Long.MIN_VALUE ? "" : Long.toString(minimum)).append("..")
                .append(maximum == Long.MAX_VALUE ? "" : Long.toString(maximum)).append(')');
        }
        return text.toString();
    }

    /** Command {@code dis}: lists the files it is given, on standard output; status 1 when one cannot be read. */
    public static int main(final String[] paths, final Appendable out) throws IOException {
        int status = 0;
        for (final String path : paths) {
            try {
                print(BeamFile.read(java.nio.file.Files.readAllBytes(java.nio.file.Path.of(path))), out);
            } catch (final BadBeamException e) {
                out.append(path).append(": ").append(e.getMessage()).append('\n');
                status = 1;
            }
        }
        return status;
    }

    /** Text of one instruction, for dumps and error messages. */
    public static String instruction(final BeamFile file, final int i) {
        final StringBuilder text = new StringBuilder();
        try {
            new Disassembler(file, text).printInstruction(i);
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return text.toString().strip();
    }
}
