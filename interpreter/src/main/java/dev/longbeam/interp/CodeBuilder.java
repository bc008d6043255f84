package dev.longbeam.interp;

import dev.longbeam.term.Bignum;
import dev.longbeam.term.ExternalTerm;
import dev.longbeam.term.LiteralHeap;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.NodeTerms;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import java.math.BigInteger;

/**
 * Makes {@link Code} of a {@link BeamFile}: literals move to the literal area, tables become those of the node; the instructions come from a
 * {@link CodeTranslator}, or from an image of what one has made before.
 *
 * <p>One per file; any thread.
 */
final class CodeBuilder {
    /** Ints of a func_info instruction: the entry of a function follows it. */
    static final int FUNC_INFO_INTS = 4;

    private final CodeTable table;
    private final BeamFile file;
    private final Code code;
    private final BigInteger[] bigIntegers;
    private long[] literalTerms;
    private long[] bigTerms;

    private CodeBuilder(final CodeTable table, final BeamFile file, final BigInteger[] bigIntegers) {
        this.table = table;
        this.file = file;
        this.bigIntegers = bigIntegers;
        code = table.newCode(file.moduleTerm);
    }

    /**
     * Builds the code of a file from what its check has found; it is in the table by id, but not the current code of its module yet.
     *
     * @param bytes the file
     */
    static Code build(final CodeTable table, final BeamFile file, final CodeLayout layout, final byte[] bytes) throws BadBeamException {
        final CodeBuilder builder = new CodeBuilder(table, file, file.code.bigIntegers());
        builder.makeTables();
        final CodeTranslator translator = new CodeTranslator(table, file, layout, builder.code, builder.literalTerms, builder.bigTerms);
        translator.translate();
        if (table.images().isRecording()) {
            table.images().record(CodeImage.of(file, builder.code, translator.constantSources()), bytes);
        }
        return builder.code;
    }

    /** The same from an image of the same file, which needs no check. */
    static Code build(final CodeTable table, final BeamFile file, final CodeImage image) throws BadBeamException {
        final CodeBuilder builder = new CodeBuilder(table, file, image.bigIntegers());
        builder.makeTables();
        image.fill(table, builder.code, file, builder.literalTerms, builder.bigTerms);
        return builder.code;
    }

    private void makeTables() throws BadBeamException {
        makeLiterals();
        code.strings = file.strings;
        code.md5 = file.md5;
        code.lines = file.lines;
        code.exports = file.exports;
        code.imports = new ExportEntry[file.imports.length];
        for (int i = 0; i < file.imports.length; i++) {
            final BeamFile.Import entry = file.imports[i];
            code.imports[i] = table.export(entry.moduleTerm(), entry.functionTerm(), entry.arity());
        }
        code.funs = new dev.longbeam.term.FunEntry[file.lambdas.length];
        for (int i = 0; i < file.lambdas.length; i++) {
            final BeamFile.Lambda lambda = file.lambdas[i];
            code.funs[i] = NodeTerms.current().funs().hold(file.moduleTerm, lambda.index(), lambda.oldUniq(), file.md5,
                lambda.arity() - lambda.freeCount(), lambda.freeCount());
            code.funs[i].functionTerm = lambda.functionTerm();
        }
    }

    // Literals

    private void makeLiterals() throws BadBeamException {
        try (LocalHeap heap = new LocalHeap()) {
            literalTerms = new long[file.literals.length];
            long words = 0;
            for (int i = 0; i < literalTerms.length; i++) {
                literalTerms[i] = decode(heap, file.literals[i], "literal", i);
                words += TermCopy.sizeWordsWithLiterals(literalTerms[i]);
            }
            bigTerms = new long[bigIntegers.length];
            for (int i = 0; i < bigTerms.length; i++) {
                bigTerms[i] = Bignum.make(heap, bigIntegers[i]);
                words += TermCopy.sizeWordsWithLiterals(bigTerms[i]);
            }
            final long attributes = decodeOrNil(heap, file.attributes);
            final long compileInfo = decodeOrNil(heap, file.compileInfo);
            words += TermCopy.sizeWordsWithLiterals(attributes) + TermCopy.sizeWordsWithLiterals(compileInfo);
            for (final RecordDefinition record : file.records) {
                words += LoadedRecord.words(record);
            }
            code.attributesTerm = attributes;
            code.compileInfoTerm = compileInfo;
            if (words > 0) {
                moveLiterals(new LiteralHeap(words));
            }
            dev.longbeam.term.OffHeapList.releaseAll(heap.offHeapAddr);
        }
    }

    private void moveLiterals(final LiteralHeap area) {
        for (int i = 0; i < literalTerms.length; i++) {
            literalTerms[i] = TermCopy.copyWithLiterals(literalTerms[i], area);
        }
        for (int i = 0; i < bigTerms.length; i++) {
            bigTerms[i] = TermCopy.copyWithLiterals(bigTerms[i], area);
        }
        code.attributesTerm = TermCopy.copyWithLiterals(code.attributesTerm, area);
        code.compileInfoTerm = TermCopy.copyWithLiterals(code.compileInfoTerm, area);
        code.records = new LoadedRecord[file.records.length];
        for (int i = 0; i < code.records.length; i++) {
            final RecordDefinition record = file.records[i];
            final long[] defaults = new long[record.defaults().length];
            for (int j = 0; j < defaults.length; j++) {
                final BigInteger big = record.bigDefaults()[j];
                defaults[j] = big == null ? defaultTerm(record.defaults()[j]) : Bignum.make(area, big);
            }
            code.records[i] = LoadedRecord.make(area, code.moduleTerm, record, defaults);
        }
        code.literals = area.area();
    }

    private long defaultTerm(final long operand) {
        return switch (Operand.kind(operand)) {
            case Operand.U -> Term.NON_VALUE;
            case Operand.LITERAL -> literalTerms[(int)Operand.value(operand)];
            default -> Operand.term(operand);
        };
    }

    private static long decodeOrNil(final TermHeap heap, final byte[] external) throws BadBeamException {
        return external == null ? Term.NIL : decode(heap, external, "attributes", -1);
    }

    private static long decode(final TermHeap heap, final byte[] external, final String what, final int number) throws BadBeamException {
        final long term = ExternalTerm.decode(heap, external, 0, external.length);
        if (term == Term.NON_VALUE) {
            throw new BadBeamException(what + (number < 0 ? "" : " " + number) + " is no external term");
        }
        return term;
    }
}
