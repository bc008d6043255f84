package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.otp.posix.Pcre2;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.IoList;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;

/** BIFs of the module {@code re}, over the library PCRE2. Unicode lists and the option global are Erlang code of the module itself. */
public final class ReBifs {
    private static final int PATTERN_ARITY = 5;

    private static final long AM_RE = Atom.of("re");
    private static final long AM_RE_PATTERN = Atom.of("re_pattern");
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final long AM_COMPILE = Atom.of("compile");
    private static final long AM_LIST = Atom.of("list");
    private static final long AM_NAMELIST = Atom.of("namelist");
    private static final long AM_MISSING_LIBRARY = Atom.of("missing_library");
    private static final long AM_RE_EXPORTED_PATTERN = Atom.of("re_exported_pattern");
    private static final long AM_EXPORT = Atom.of("export");
    private static final byte[] EXPORT_MARK = "re-PCRE2".getBytes(StandardCharsets.US_ASCII);
    private static final int GRUN = ExportTable.index(AM_RE, Atom.of("grun"), 3);
    private static final int URUN = ExportTable.index(AM_RE, Atom.of("urun"), 3);
    private static final int UCOMPILE = ExportTable.index(AM_RE, Atom.of("ucompile"), 2);

    private ReBifs() {
    }

    /** Version of the library. It is not the emulator's, so that programs that stored the emulator's compiled patterns compile anew. */
    @Bif("re:version/0")
    public static long version(final Process p) {
        return Pcre2.isPresent() ? Bitstring.make(p, ReDialect.version(SystemFacts.of(p.emulator()).release)) : missing(p);
    }

    /** Compiles a pattern. */
    @Bif("re:compile/1")
    public static long compile(final Process p, final long patternTerm) {
        return compile(p, patternTerm, Term.NIL);
    }

    /** Compiles a pattern with options. */
    @Bif("re:compile/2")
    public static long compile(final Process p, final long patternTerm, final long optionsTerm) {
        final ReRun run = ReRun.ofThread();
        final ReOptions options = run.options;
        if (!options.parse(p, optionsTerm) || options.runOnly) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        if (options.unicode && !Bitstring.isBinary(patternTerm)) {
            return p.trap(UCOMPILE, patternTerm, optionsTerm);
        }
        final byte[] text = IoList.toArray(patternTerm);
        if (text == null) {
            return p.badarg();
        }
        if (!Pcre2.isPresent()) {
            return missing(p);
        }
        final byte[] source = RePattern.source(options.dialect, text, options.compileBits, options.newline, options.bsr);
        final RePattern pattern = RePattern.of(source, run.errors);
        if (pattern == null) {
            return Tuple.make(p, Atoms.ERROR, error(p, run.errors));
        }
        return Tuple.make(p, Atoms.OK, options.export ? exported(p, text, optionsTerm, source)
            : patternTerm(p, pattern, source, options.unicode));
    }

    /** What {@code export} returns: enough to compile the pattern on any node. The last field is opaque, and not used here. */
    private static long exported(final Process p, final byte[] text, final long optionsTerm, final byte[] source) {
        return Tuple.make(p, AM_RE_EXPORTED_PATTERN, Bitstring.make(p, EXPORT_MARK), Bitstring.make(p, text), optionsTerm,
            Bitstring.make(p, source));
    }

    /** A compiled pattern of an exported one; always compiled anew from its text, as on a node that is not compatible. */
    @Bif(value = "re:import/1", since = 28)
    public static long importPattern(final Process p, final long exportedTerm) {
        if (!Tuple.isTagged(exportedTerm, PATTERN_ARITY, AM_RE_EXPORTED_PATTERN) || !isExportMark(Tuple.element(exportedTerm, 2))
            || !Bitstring.isBinary(Tuple.element(exportedTerm, 3)) || !Bitstring.isBinary(Tuple.element(exportedTerm, 5))) {
            return p.badarg();
        }
        long optionsTerm = Term.NIL;
        long rest = Tuple.element(exportedTerm, 4);
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            optionsTerm = Cons.head(rest) == AM_EXPORT ? optionsTerm : Cons.make(p, Cons.head(rest), optionsTerm);
        }
        final long compiledTerm = compile(p, Tuple.element(exportedTerm, 3), optionsTerm);
        if (compiledTerm == Term.NON_VALUE || Tuple.element(compiledTerm, 1) != Atoms.OK) {
            return p.badarg();
        }
        return Tuple.element(compiledTerm, 2);
    }

    private static boolean isExportMark(final long term) {
        return Bitstring.isBinary(term) && Bitstring.byteSize(term) >= EXPORT_MARK.length
            && java.util.Arrays.equals(EXPORT_MARK, java.util.Arrays.copyOf(Bitstring.toArray(term), EXPORT_MARK.length));
    }

    /** Matches a subject. */
    @Bif("re:run/2")
    public static long run(final Process p, final long subjectTerm, final long patternTerm) {
        return run(p, subjectTerm, patternTerm, Term.NIL);
    }

    /** Matches a subject with options. */
    @Bif("re:run/3")
    public static long run(final Process p, final long subjectTerm, final long patternTerm, final long optionsTerm) {
        return run(p, subjectTerm, patternTerm, optionsTerm, true);
    }

    /** Matches a subject as run/3 does; false as last argument says that the subject has been checked before. */
    @Bif("re:internal_run/4")
    public static long internalRun(final Process p, final long subjectTerm, final long patternTerm, final long optionsTerm,
        final long firstTerm) {
        if (firstTerm != Atoms.TRUE && firstTerm != Atoms.FALSE) {
            return p.badarg();
        }
        return run(p, subjectTerm, patternTerm, optionsTerm, firstTerm == Atoms.TRUE);
    }

    /** What a compiled pattern says of itself: {@code {namelist, Names}}. */
    @Bif("re:inspect/2")
    public static long inspect(final Process p, final long patternTerm, final long itemTerm) {
        if (!isPattern(patternTerm) || itemTerm != AM_NAMELIST) {
            return p.badarg();
        }
        final RePattern pattern = compiled(ReRun.ofThread(), patternTerm, false);
        if (pattern == null) {
            return p.badarg();
        }
        long list = Term.NIL;
        for (int i = pattern.names.length - 1; i >= 0; i--) {
            if (i == 0 || !pattern.duplicateNames || !pattern.names[i].equals(pattern.names[i - 1])) {
                list = Cons.make(p, Bitstring.make(p, pattern.names[i].getBytes(StandardCharsets.UTF_8)), list);
            }
        }
        return Tuple.make(p, AM_NAMELIST, list);
    }

    private static long run(final Process p, final long subjectTerm, final long patternTerm, final long optionsTerm,
        final boolean first) {
        final ReRun run = ReRun.ofThread();
        if (!run.options.parse(p, optionsTerm)) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        if (!Pcre2.isPresent()) {
            return missing(p);
        }
        if (Term.isTuple(patternTerm) && Tuple.arity(patternTerm) == PATTERN_ARITY) {
            return runCompiled(p, run, subjectTerm, patternTerm, optionsTerm, first);
        }
        if (!Bitstring.isBinary(patternTerm) && !Term.isList(patternTerm)) {
            return p.badarg();
        }
        return runText(p, run, subjectTerm, patternTerm, optionsTerm, first);
    }

    private static long runText(final Process p, final ReRun run, final long subjectTerm, final long patternTerm,
        final long optionsTerm, final boolean first) {
        final ReOptions options = run.options;
        if (options.unicode && (!Bitstring.isBinary(patternTerm) || !Bitstring.isBinary(subjectTerm) || isUnicodeList(options))) {
            return p.trap(URUN, subjectTerm, patternTerm, optionsTerm);
        }
        final byte[] text = IoList.toArray(patternTerm);
        if (text == null) {
            return p.badarg();
        }
        final byte[] source = RePattern.source(options.dialect, text, options.compileBits, options.newline, options.bsr);
        final RePattern pattern = RePattern.of(source, run.errors);
        if (pattern == null) {
            return options.reportErrors
                ? Tuple.make(p, Atoms.ERROR, Tuple.make(p, AM_COMPILE, error(p, run.errors))) : p.badarg();
        }
        if (options.global) {
            final long compileOnlyTerm = Atoms.bool(options.compileOnly);
            return p.trap(GRUN, subjectTerm, patternTerm(p, pattern, source, options.unicode),
                Tuple.make(p, optionsTerm, compileOnlyTerm, patternTerm));
        }
        return match(p, run, pattern, subjectTerm, first);
    }

    private static long runCompiled(final Process p, final ReRun run, final long subjectTerm, final long patternTerm,
        final long optionsTerm, final boolean first) {
        final ReOptions options = run.options;
        if (options.compileOnly || !isPattern(patternTerm)) {
            return p.badarg();
        }
        final boolean unicode = Term.smallValue(Tuple.element(patternTerm, 3)) != 0;
        if (unicode && (!Bitstring.isBinary(subjectTerm) || isUnicodeList(options))) {
            return p.trap(URUN, subjectTerm, patternTerm, optionsTerm);
        }
        if (options.global) {
            return p.trap(GRUN, subjectTerm, patternTerm, Tuple.make(p, optionsTerm, Atoms.FALSE));
        }
        final RePattern pattern = compiled(run, patternTerm, true);
        return pattern == null ? p.badarg() : match(p, run, pattern, subjectTerm, first);
    }

    private static long match(final Process p, final ReRun run, final RePattern pattern, final long subjectTerm,
        final boolean first) {
        if (!run.capture.parse(run.options.captureTerm, run.options.captureTypeTerm, pattern)) {
            return p.badarg();
        }
        return run.run(p, pattern, subjectTerm, first);
    }

    private static boolean isUnicodeList(final ReOptions options) {
        return options.captureTerm != Term.NON_VALUE && options.captureTypeTerm == AM_LIST && !options.global;
    }

    private static boolean isPattern(final long term) {
        return Tuple.isTagged(term, PATTERN_ARITY, AM_RE_PATTERN) && Term.isSmall(Tuple.element(term, 2))
            && Term.isSmall(Tuple.element(term, 3)) && Term.isSmall(Tuple.element(term, 4))
            && (Bitstring.isBinary(Tuple.element(term, 5)) || Ref.resource(Tuple.element(term, 5), ReResource.class) != null);
    }

    /**
     * The pattern behind a compiled pattern's term, or null when its binary was not made here. Where it is a reference, options of the
     * match cannot change what it was compiled with.
     */
    private static RePattern compiled(final ReRun run, final long patternTerm, final boolean withOptions) {
        final long sourceTerm = Tuple.element(patternTerm, 5);
        final ReResource resource = Ref.resource(sourceTerm, ReResource.class);
        if (resource != null) {
            final boolean differs = withOptions && (run.options.newline != 0 && run.options.newline != resource.pattern.effectiveNewline
                || run.options.bsr != 0 && run.options.bsr != resource.pattern.effectiveBsr);
            return differs ? null : resource.pattern;
        }
        if (Bitstring.bitOffset(sourceTerm) != 0) {
            return null;
        }
        return RePattern.of(Bitstring.dataAddr(sourceTerm), Bitstring.byteSize(sourceTerm), withOptions ? run.options.newline : 0,
            withOptions ? run.options.bsr : 0, run.errors);
    }

    private static long patternTerm(final Process p, final RePattern pattern, final byte[] source, final boolean unicode) {
        final long codeTerm = ReDialect.of(p) == ReDialect.PCRE2 ? Ref.makeMagic(p, new ReResource(pattern))
            : Bitstring.make(p, source);
        return Tuple.make(p, AM_RE_PATTERN, Term.makeSmall(pattern.captureCount), Term.makeSmall(unicode ? 1 : 0),
            Term.makeSmall(pattern.useCrlf ? 1 : 0), codeTerm);
    }

    private static long error(final Process p, final long[] errors) {
        final String text = ReDialect.of(p).message((int)errors[0]);
        return Tuple.make(p, ErlangTextBifs.characters(p, text), Term.makeSmall(errors[1]));
    }

    private static long missing(final Process p) {
        final String advice = "regular expressions need the library PCRE2: install the package libpcre2-8-0 (Debian), pcre2 (others)";
        return p.fail(Tuple.make(p, AM_MISSING_LIBRARY, ErlangTextBifs.characters(p, advice)));
    }
}
