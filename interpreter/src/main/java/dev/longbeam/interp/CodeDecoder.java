package dev.longbeam.interp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import java.math.BigInteger;

/**
 * Decodes compact terms of the code into an {@link InstructionStream}. It checks what a number refers to (atoms, labels, literals,
 * registers); {@link CodeValidator} checks what the instructions make of it. One thread.
 */
final class CodeDecoder {
    static final String REASON = "corrupt code chunk";
    static final String INVALID = "invalid opcode";
    /** Registers of each kind: 0 up to this, exclusive. */
    static final int MAX_REGISTERS = 1024;

    private static final int EXTENDED_LIST = 1;
    private static final int EXTENDED_FLOAT_REG = 2;
    private static final int EXTENDED_ALLOC = 3;
    private static final int EXTENDED_LITERAL = 4;
    private static final int EXTENDED_TYPED = 5;
    private static final int MAX_ALLOC_WORDS = 1 << 24;
    private static final int MAX_ALLOC_OBJECTS = 1 << 16;
    private static final int BYTES_PER_INSTRUCTION = 4;

    private final BeamFile file;
    private final ChunkReader in;
    private final InstructionStream stream;

    CodeDecoder(final BeamFile file, final ChunkReader in) {
        this.file = file;
        this.in = in;
        this.stream = new InstructionStream(in.left() / BYTES_PER_INSTRUCTION);
    }

    InstructionStream decode() throws BadBeamException {
        int opcode;
        do {
            opcode = in.u8();
            final OpInfo info = OpInfo.of(opcode);
            in.require(info != null);
            if (info.isObsolete()) {
                throw new BadBeamException("op " + info.name + ": " + BeamFile.PLEASE_RECOMPILE);
            }
            stream.startInstruction(opcode);
            for (int i = 0; i < info.arity; i++) {
                operand(info.kind(i).isList());
            }
            stream.endInstruction();
        } while (opcode != Opcodes.INT_CODE_END);
        return stream.trim();
    }

    /** A literal operand by itself, as the record table has them. */
    long single() throws BadBeamException {
        in.term();
        in.require(in.tag() != ChunkReader.TAG_Z || in.value() == EXTENDED_LITERAL);
        return in.tag() == ChunkReader.TAG_Z ? literal() : simple();
    }

    /** The integer of an operand of kind {@link Operand#BIG_INT} that {@link #single} gave. */
    BigInteger bigInteger(final long operand) {
        return stream.bigInteger((int)Operand.value(operand));
    }

    private void operand(final boolean listWanted) throws BadBeamException {
        in.term();
        if (in.tag() != ChunkReader.TAG_Z) {
            stream.add(simple());
            return;
        }
        in.require(!in.isBig());
        switch ((int)in.value()) {
            case EXTENDED_LIST -> {
                in.require(listWanted);
                list();
            }
            case EXTENDED_ALLOC -> stream.add(alloc());
            default -> stream.add(extended());
        }
    }

    private void list() throws BadBeamException {
        final int count = in.unsigned(in.left() + 1);
        stream.add(Operand.make(Operand.LIST, count));
        for (int i = 0; i < count; i++) {
            in.term();
            stream.add(in.tag() == ChunkReader.TAG_Z ? extended() : simple());
        }
    }

    private long extended() throws BadBeamException {
        in.require(!in.isBig());
        switch ((int)in.value()) {
            case EXTENDED_FLOAT_REG:
                return Operand.make(Operand.FLOAT_REG, in.unsigned(MAX_REGISTERS));
            case EXTENDED_LITERAL:
                return literal();
            case EXTENDED_TYPED:
                in.term();
                in.require(in.tag() == ChunkReader.TAG_X || in.tag() == ChunkReader.TAG_Y);
                final int kind = in.tag() == ChunkReader.TAG_X ? Operand.X : Operand.Y;
                final int register = in.below(MAX_REGISTERS);
                return Operand.makeRegister(kind, register, typeIndex());
            default:
                throw in.corrupt();
        }
    }

    private int typeIndex() throws BadBeamException {
        final int index = in.unsigned(Integer.MAX_VALUE);
        in.require(file.types.version() == 0 || index < file.types.count());
        return file.types.version() == 0 ? 0 : index;
    }

    private long literal() throws BadBeamException {
        return Operand.make(Operand.LITERAL, in.unsigned(file.literals.length));
    }

    private long alloc() throws BadBeamException {
        final int[] wanted = new int[3];
        final int count = in.unsigned(wanted.length + 1);
        for (int i = 0; i < count; i++) {
            final int kind = in.unsigned(wanted.length);
            wanted[kind] += in.unsigned(kind == 0 ? MAX_ALLOC_WORDS : MAX_ALLOC_OBJECTS);
        }
        in.require(wanted[0] < MAX_ALLOC_WORDS && wanted[1] < MAX_ALLOC_OBJECTS && wanted[2] < MAX_ALLOC_OBJECTS);
        return Operand.makeAlloc(wanted[0], wanted[1], wanted[2]);
    }

    private long simple() throws BadBeamException {
        switch (in.tag()) {
            case ChunkReader.TAG_U, ChunkReader.TAG_I:
                return number();
            case ChunkReader.TAG_A:
                final long term = file.atoms[in.below(file.atoms.length)];
                return term == Term.NIL ? Operand.make(Operand.NIL, 0) : Operand.make(Operand.ATOM, Atom.index(term));
            case ChunkReader.TAG_X:
                return Operand.make(Operand.X, in.below(MAX_REGISTERS));
            case ChunkReader.TAG_Y:
                return Operand.make(Operand.Y, in.below(MAX_REGISTERS));
            case ChunkReader.TAG_F:
                return Operand.make(Operand.LABEL, in.below(file.labelCount));
            default:
                throw in.corrupt();
        }
    }

    private long number() throws BadBeamException {
        final boolean signed = in.tag() == ChunkReader.TAG_I;
        if (in.isBig()) {
            return stream.addBig(signed ? new BigInteger(in.bigBytes()) : new BigInteger(1, in.bigBytes()));
        }
        final long value = in.value();
        return Operand.fits(value) ? Operand.make(signed ? Operand.I : Operand.U, value) : stream.addBig(BigInteger.valueOf(value));
    }
}
