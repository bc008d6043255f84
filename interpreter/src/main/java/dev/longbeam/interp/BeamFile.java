package dev.longbeam.interp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A .beam file, decoded: tables, code and checksum. Reading it makes its atoms; it touches nothing else of the node. {@link CodeValidator}
 * must accept the file before its code may run.
 *
 * <p>Read by one thread; afterwards nobody writes to it and any thread may read it.
 */
public final class BeamFile {
    /** What to do about a file of a compiler that is too old or too new. */
    static final String PLEASE_RECOMPILE = "please re-compile this module with an Erlang/OTP compiler of the release that runs it";

    private static final int MAX_ARITY = 255;
    private static final int CODE_HEADER_BYTES = 16;
    private static final int IMPORT_BYTES = 12;
    private static final int LAMBDA_BYTES = 24;
    private static final int CALL_LAST_TAG = 5;

    /** The module. */
    public long moduleTerm;
    /** The atoms of the file as terms; index 0 is the empty list, index 1 the module. */
    public long[] atoms;
    /** Functions of any module that the code calls. */
    public Import[] imports;
    /** Exported functions. */
    public Export[] exports;
    /** Local functions, when the file tells. */
    public Export[] locals;
    /** Funs that the code makes. */
    public Lambda[] lambdas;
    /** Literals, each in external term format with its version byte. */
    public byte[][] literals;
    /** Bytes that bs_match_string, bs_put_string and bs_create_bin refer to. */
    public byte[] strings;
    /** MD5 of the file, 16 bytes, as {@code code:module_md5/1} gives it. */
    public byte[] md5;
    /** Attributes in external term format, or null. */
    public byte[] attributes;
    /** Compile information in external term format, or null. */
    public byte[] compileInfo;
    /** Metadata in external term format, or null. */
    public byte[] meta;
    /** Places in the source. */
    public LineTable lines;
    /** Types of registers. */
    public TypeTable types;
    /** Native records. */
    public RecordDefinition[] records;
    /** The code. */
    public InstructionStream code;
    /** Labels go from 1 up to this, exclusive. */
    public int labelCount;
    /** Number of functions. */
    public int functionCount;

    private int maxOpcode;

    private BeamFile() {
    }

    /**
     * A function of the import table.
     *
     * @param moduleTerm module
     * @param functionTerm function
     * @param arity number of arguments
     */
    public record Import(long moduleTerm, long functionTerm, int arity) {
        private static final long AM_ERLANG = Atom.of("erlang");
        private static final long AM_ERROR = Atom.of("error");
        private static final long AM_EXIT = Atom.of("exit");
        private static final long AM_THROW = Atom.of("throw");
        private static final int MAX_ERROR_ARITY = 3;

        /**
         * True for the functions of erlang that only raise: error/1,2,3, exit/1, throw/1. The compiler does not care about the stack frame
         * when it calls them: there may be none for call_ext, one for call_ext_only, or another than call_ext_last says.
         */
        public boolean neverReturns() {
            return moduleTerm == AM_ERLANG && (functionTerm == AM_ERROR && arity >= 1 && arity <= MAX_ERROR_ARITY
                || (functionTerm == AM_EXIT || functionTerm == AM_THROW) && arity == 1);
        }
    }

    /**
     * A function of this module.
     *
     * @param functionTerm function
     * @param arity number of arguments
     * @param label its entry label
     */
    public record Export(long functionTerm, int arity, int label) {
    }

    /**
     * A fun.
     *
     * @param functionTerm the function that it became
     * @param arity arguments of that function, the environment included
     * @param label its entry label
     * @param index number in the table of funs
     * @param freeCount terms in the environment
     * @param oldUniq the number that {@code erlang:fun_info/2} gives as uniq
     */
    public record Lambda(long functionTerm, int arity, int label, int index, int freeCount, int oldUniq) {
    }

    /**
     * Decodes a file, which may be gzip-packed.
     *
     * @throws BadBeamException when it is not a .beam file, is damaged, or is not for our releases
     */
    public static BeamFile read(final byte[] bytes) throws BadBeamException {
        final BeamChunks chunks = BeamChunks.read(bytes);
        final BeamFile file = new BeamFile();
        final ChunkReader code = file.readTables(chunks);
        file.readLines(chunks);
        file.md5 = chunks.md5();
        file.checkMaxOpcode();
        file.code = new CodeDecoder(file, code).decode();
        return file;
    }

    /** A file that was read before, by a node that ran earlier: without its code, and places in the source are read when they are asked for. */
    static BeamFile known(final byte[] bytes, final byte[] md5) throws BadBeamException {
        final BeamChunks chunks = BeamChunks.read(bytes);
        final BeamFile file = new BeamFile();
        file.readTables(chunks);
        file.lines = LineTable.later(chunks.bytes("Line"), Atom.name(file.moduleTerm));
        file.md5 = md5;
        return file;
    }

    /** MD5 of a plain (not packed) file, as {@link #md5}; null when its tables cannot be read. */
    public static byte[] moduleMd5(final byte[] bytes) {
        try {
            final BeamFile file = new BeamFile();
            final BeamChunks chunks = BeamChunks.readPlain(bytes);
            file.readTables(chunks);
            file.readLines(chunks);
            return chunks.md5();
        } catch (final BadBeamException e) {
            return null;
        }
    }

    /** Offset and length of a chunk that is not empty in a plain (not packed) file; null when there is none or the file is none. */
    public static int[] chunkRange(final byte[] bytes, final String name) {
        try {
            return BeamChunks.readPlain(bytes).range(name);
        } catch (final BadBeamException e) {
            return null;
        }
    }

    /** Reads all chunks but the lines, and the code, of which it gives what is behind the header. */
    private ChunkReader readTables(final BeamChunks chunks) throws BadBeamException {
        final ChunkReader codeChunk = readCodeHeader(chunks);
        readAtoms(chunks);
        readImports(chunks.required("ImpT", "missing import table", "corrupt import table"));
        exports = readExports(chunks.required("ExpT", "missing export table", "corrupt export table"));
        locals = readExports(chunks.optional("LocT", "corrupt locals table"));
        readLambdas(chunks.optional("FunT", "corrupt lambda table"));
        literals = LiteralTable.read(chunks.optional("LitT", LiteralTable.REASON));
        final ChunkReader typeChunk = chunks.optional("Type", TypeTable.REASON);
        types = typeChunk == null ? TypeTable.none() : TypeTable.read(typeChunk);
        strings = chunks.has("StrT") ? chunks.bytes("StrT") : new byte[0];
        attributes = chunks.bytes("Attr");
        compileInfo = chunks.bytes("CInf");
        meta = chunks.bytes("Meta");
        readRecords(chunks.optional("Recs", RecordDefinition.REASON));
        return codeChunk;
    }

    private void readLines(final BeamChunks chunks) throws BadBeamException {
        final ChunkReader in = chunks.optional("Line", LineTable.REASON);
        final String moduleName = Atom.name(moduleTerm);
        lines = in == null ? LineTable.none(moduleName) : LineTable.read(in, moduleName);
    }

    private ChunkReader readCodeHeader(final BeamChunks chunks) throws BadBeamException {
        final ChunkReader in = chunks.required("Code", "missing code chunk", CodeDecoder.REASON);
        final int headerBytes = in.i32();
        in.require(headerBytes >= CODE_HEADER_BYTES && headerBytes <= in.left());
        in.require(in.i32() == 0);
        maxOpcode = in.i32();
        labelCount = in.i32();
        functionCount = in.i32();
        in.bytes(headerBytes - CODE_HEADER_BYTES);
        in.require(labelCount >= 0 && labelCount <= in.left() + 1 && functionCount >= 0 && functionCount <= in.left());
        return in;
    }

    private void checkMaxOpcode() throws BadBeamException {
        if (maxOpcode > Opcodes.MAX || maxOpcode < 0) {
            throw new BadBeamException("This BEAM file was compiled for a later version of the runtime system than the current.\n"
                + "  To fix this, " + PLEASE_RECOMPILE + ".\n  (Use of opcode " + Integer.toUnsignedString(maxOpcode)
                + "; this emulator supports only up to " + Opcodes.MAX + ".)");
        }
    }

    private void readAtoms(final BeamChunks chunks) throws BadBeamException {
        if (!chunks.has("AtU8") && chunks.has("Atom")) {
            throw new BadBeamException(PLEASE_RECOMPILE);
        }
        final ChunkReader in = chunks.required("AtU8", "missing atom table", "corrupt atom table");
        final int signedCount = in.i32();
        final boolean longForm = signedCount < 0;
        final int count = longForm ? -signedCount : signedCount;
        in.require(count > 0 && count <= in.left());
        atoms = new long[count + 1];
        atoms[0] = Term.NIL;
        for (int i = 1; i <= count; i++) {
            final int lengthBytes = longForm ? in.unsigned(Atom.MAX_CHARACTERS * 4 + 1) : in.u8();
            atoms[i] = Atom.of(in.utf8(lengthBytes, Atom.MAX_CHARACTERS));
        }
        moduleTerm = atoms[1];
    }

    private long atom(final ChunkReader in) throws BadBeamException {
        final int index = in.i32();
        in.require(index > 0 && index < atoms.length);
        return atoms[index];
    }

    private static int arity(final ChunkReader in) throws BadBeamException {
        final int arity = in.i32();
        in.require(arity >= 0 && arity <= MAX_ARITY);
        return arity;
    }

    private int label(final ChunkReader in) throws BadBeamException {
        final int label = in.i32();
        in.require(label > 0 && label < labelCount);
        return label;
    }

    private void readImports(final ChunkReader in) throws BadBeamException {
        imports = new Import[in.count(0, IMPORT_BYTES)];
        for (int i = 0; i < imports.length; i++) {
            imports[i] = new Import(atom(in), atom(in), arity(in));
        }
    }

    private Export[] readExports(final ChunkReader in) throws BadBeamException {
        final Export[] table = new Export[in == null ? 0 : in.count(0, IMPORT_BYTES)];
        for (int i = 0; i < table.length; i++) {
            table[i] = new Export(atom(in), arity(in), label(in));
        }
        return table;
    }

    private void readLambdas(final ChunkReader in) throws BadBeamException {
        lambdas = new Lambda[in == null ? 0 : in.count(0, LAMBDA_BYTES)];
        for (int i = 0; i < lambdas.length; i++) {
            lambdas[i] = new Lambda(atom(in), arity(in), label(in), in.i32(), in.i32(), in.i32());
            in.require(lambdas[i].freeCount >= 0 && lambdas[i].freeCount <= lambdas[i].arity);
        }
    }

    private void readRecords(final ChunkReader in) throws BadBeamException {
        final List<RecordDefinition> definitions = new ArrayList<>();
        if (in != null && in.i32() == 0) {
            final int count = in.count(0, 1);
            in.i32();
            final CodeDecoder decoder = new CodeDecoder(this, in);
            for (int i = 0; i < count; i++) {
                in.require(in.u8() == CALL_LAST_TAG);
                definitions.add(readRecord(in, decoder));
            }
        }
        records = definitions.toArray(new RecordDefinition[0]);
    }

    private RecordDefinition readRecord(final ChunkReader in, final CodeDecoder decoder) throws BadBeamException {
        final long nameTerm = atomOperand(in, decoder.single());
        final long exportedTerm = atomOperand(in, decoder.single());
        in.term();
        in.require(in.tag() == ChunkReader.TAG_Z && in.value() == 1);
        final int elements = in.unsigned(in.left() + 1);
        in.require(elements % 2 == 0);
        final long[] fieldTerms = new long[elements / 2];
        final long[] defaults = new long[elements / 2];
        final BigInteger[] bigDefaults = new BigInteger[elements / 2];
        for (int i = 0; i < fieldTerms.length; i++) {
            fieldTerms[i] = atomOperand(in, decoder.single());
            defaults[i] = decoder.single();
            final int kind = Operand.kind(defaults[i]);
            in.require(kind != Operand.X && kind != Operand.Y && kind != Operand.LABEL);
            if (kind == Operand.BIG_INT) {
                bigDefaults[i] = decoder.bigInteger(defaults[i]);
            }
        }
        return new RecordDefinition(nameTerm, exportedTerm == dev.longbeam.term.Atoms.TRUE, fieldTerms, defaults, bigDefaults);
    }

    private static long atomOperand(final ChunkReader in, final long operand) throws BadBeamException {
        in.require(Operand.kind(operand) == Operand.ATOM);
        return Operand.term(operand);
    }
}
