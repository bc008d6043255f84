package dev.longbeam.node;

import dev.longbeam.interp.BadBeamException;
import dev.longbeam.interp.BeamFile;
import dev.longbeam.interp.BifRegistry;
import dev.longbeam.interp.InstructionStream;
import dev.longbeam.interp.OpInfo;
import dev.longbeam.interp.Opcodes;
import dev.longbeam.interp.Operand;
import dev.longbeam.otp.BifFamilies;
import dev.longbeam.term.Atom;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The functions that OTP's libraries leave to their emulator, and which of them are missing. Such a function is written in Erlang as
 * a stub, whose only call is to {@code erlang:nif_error}. In a module that calls {@code load_nif} it is a native, else a BIF; a few
 * modules have both, so that a BIF of the name is as good as a native. Natives
 * of an application with shared libraries of its own are not the emulator's. Used by one thread.
 */
final class ExpectedFunctions {
    private static final long AM_ERLANG = Atom.of("erlang");
    private static final long AM_NIF_ERROR = Atom.of("nif_error");
    private static final long AM_LOAD_NIF = Atom.of("load_nif");

    private final BifRegistry registry;
    private final Map<Function, Integer> importers = new HashMap<>();
    private final List<Function> bifs = new ArrayList<>();
    private final List<Function> natives = new ArrayList<>();
    private final SortedMap<String, Integer> inLibraries = new TreeMap<>();
    private int modules;

    private record Function(long moduleTerm, long functionTerm, int arity) {
        @Override
        public String toString() {
            return Atom.name(moduleTerm) + ":" + Atom.name(functionTerm) + "/" + arity;
        }
    }

    /**
     * A function that is missing.
     *
     * @param name module, function and arity
     * @param importers how many other modules of the installation call it
     */
    record Missing(String name, int importers) {
    }

    private ExpectedFunctions(final int release) {
        registry = BifFamilies.registry(release);
    }

    /** Looks through an installation. */
    static ExpectedFunctions of(final OtpInstallation otp) throws InvalidArguments, IOException {
        final ExpectedFunctions expected = new ExpectedFunctions(otp.release());
        for (final Path ebin : otp.ebins()) {
            final boolean ownLibraries = hasLibraries(ebin.resolveSibling("priv"));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(ebin, "*.beam")) {
                for (final Path file : files) {
                    expected.scan(file, ownLibraries);
                }
            }
        }
        return expected;
    }

    private static boolean hasLibraries(final Path priv) throws IOException {
        for (final Path directory : List.of(priv, priv.resolve("lib"))) {
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> libraries = Files.newDirectoryStream(directory, "*.so")) {
                    if (libraries.iterator().hasNext()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void scan(final Path path, final boolean ownLibraries) throws IOException {
        final BeamFile file;
        try {
            file = BeamFile.read(Files.readAllBytes(path));
        } catch (final BadBeamException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
        modules++;
        boolean loadsNatives = false;
        for (final BeamFile.Import target : file.imports) {
            importers.merge(new Function(target.moduleTerm(), target.functionTerm(), target.arity()), 1, Integer::sum);
            loadsNatives |= target.moduleTerm() == AM_ERLANG && target.functionTerm() == AM_LOAD_NIF;
        }
        final List<Function> stubs = stubs(file);
        if (!loadsNatives) {
            bifs.addAll(stubs);
        } else if (ownLibraries) {
            inLibraries.put(Atom.name(file.moduleTerm), stubs.size());
        } else {
            natives.addAll(stubs);
        }
    }

    private static List<Function> stubs(final BeamFile file) {
        final List<Function> stubs = new ArrayList<>();
        final InstructionStream code = file.code;
        Function current = null;
        int calls = 0;
        int callsOfError = 0;
        for (int i = 0; i < code.size(); i++) {
            final int opcode = code.opcode(i);
            final int at = code.operandStart(i);
            if (opcode == Opcodes.FUNC_INFO || opcode == Opcodes.INT_CODE_END) {
                if (callsOfError == 1 && calls == 1) {
                    stubs.add(current);
                }
                calls = 0;
                callsOfError = 0;
            }
            if (opcode == Opcodes.FUNC_INFO) {
                current = new Function(file.moduleTerm, Operand.term(code.operand(code.next(at))),
                    (int)Operand.value(code.operand(code.next(code.next(at)))));
            } else if (OpInfo.of(opcode).is(OpInfo.CALL)) {
                calls++;
                callsOfError += isCallOfError(file, opcode, at) ? 1 : 0;
            }
        }
        return stubs;
    }

    private static boolean isCallOfError(final BeamFile file, final int opcode, final int at) {
        if (opcode != Opcodes.CALL_EXT && opcode != Opcodes.CALL_EXT_ONLY && opcode != Opcodes.CALL_EXT_LAST) {
            return false;
        }
        final BeamFile.Import target = file.imports[(int)Operand.value(file.code.operand(file.code.next(at)))];
        return target.moduleTerm() == AM_ERLANG && target.functionTerm() == AM_NIF_ERROR;
    }

    /** Number of modules in the installation. */
    int moduleCount() {
        return modules;
    }

    /** Number of BIFs that are expected. */
    int bifCount() {
        return bifs.size();
    }

    /** Number of natives that are expected. */
    int nativeCount() {
        return natives.size();
    }

    /** Expected BIFs that are missing, by name. */
    List<Missing> missingBifs() {
        return bifs.stream().filter(f -> registry.bif(f.moduleTerm, f.functionTerm, f.arity) == null).map(this::missing)
            .sorted((a, b) -> a.name.compareTo(b.name)).toList();
    }

    /** Expected natives that are missing, by name. */
    List<Missing> missingNatives() {
        return natives.stream().filter(f -> registry.nativeFunction(f.moduleTerm, f.functionTerm, f.arity) == null
            && registry.bif(f.moduleTerm, f.functionTerm, f.arity) == null).map(this::missing)
            .sorted((a, b) -> a.name.compareTo(b.name)).toList();
    }

    private Missing missing(final Function function) {
        return new Missing(function.toString(), importers.getOrDefault(function, 0));
    }

    /** Modules with natives in shared libraries of their application, and how many each has. */
    SortedMap<String, Integer> inLibraries() {
        return inLibraries;
    }
}
