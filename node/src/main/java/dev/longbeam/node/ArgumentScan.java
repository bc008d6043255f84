package dev.longbeam.node;

import static dev.longbeam.node.ArgumentSources.SEPARATOR;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One pass over the joined arguments of {@code erl}: sorts them into the emulator's flags and {@code init}'s arguments. */
final class ArgumentScan {
    private static final int FIRST_RELEASE_THAT_PASSES_DETACHED_ON = 26;
    private static final String EMULATOR = "beam";

    private final List<String> words;
    private final Map<String, String> outerEnvironment;
    private final OtpInstallation otp;
    private final String rawRoot;
    private final String rawBindir;
    private final List<String> emulatorArguments = new ArrayList<>();
    private final Map<String, String> flags = new LinkedHashMap<>();
    private final List<String> initArguments = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private int at;
    private boolean detached;
    private boolean distributed;
    private boolean startEpmd = true;
    private boolean noEpmd;
    private boolean ownDistribution;
    private boolean haltAfterwards;
    private boolean printArguments;
    private boolean printCommand;
    private boolean announce;
    private String emulatorType = "";
    private String emulatorFlavor = ".smp";
    private String epmd;
    private String emulatorName = "";

    ArgumentScan(final List<String> words, final Map<String, String> environment, final OtpInstallation otp) {
        this.words = words;
        this.outerEnvironment = environment;
        this.otp = otp;
        this.rawRoot = RawWords.of(otp.root().toString());
        this.rawBindir = RawWords.of(otp.bindir().toString());
    }

    ErlArguments run() throws InvalidArguments {
        scanEmulatorKind();
        environment.put("PATH", path());
        initArguments.addAll(List.of("-root", rawRoot, "-bindir", rawBindir, "-progname", "erl",
            SEPARATOR));
        addWithVariable("-home", "HOME");
        addWithVariable("-epmd_port", "ERL_EPMD_PORT");
        initArguments.add(SEPARATOR);
        while (at < words.size()) {
            scanWord(words.get(at));
            at++;
        }
        if (noEpmd && !ownDistribution) {
            throw new InvalidArguments("Missing -proto_dist option, expected when using -no_epmd.");
        }
        if (haltAfterwards) {
            initArguments.addAll(List.of("-s", "erlang", "halt"));
        }
        return new ErlArguments(List.copyOf(emulatorArguments), Map.copyOf(flags), List.copyOf(initArguments),
            Map.copyOf(environment), detached, distributed && startEpmd ? epmdCommand() : "", printAndExit());
    }

    private void addWithVariable(final String option, final String variable) {
        if (outerEnvironment.containsKey(variable)) {
            initArguments.addAll(List.of(option, outerEnvironment.get(variable)));
        }
    }

    private void scanEmulatorKind() throws InvalidArguments {
        for (at = 0; at < words.size(); at++) {
            switch (words.get(at)) {
                case "-extra", ArgumentSources.RUN_AND_PASS_REST -> {
                    at = 0;
                    return;
                }
                case "-smpdisable" -> throw smpOff();
                case "-smp" -> {
                    if ("disable".equals(peek())) {
                        throw smpOff();
                    }
                }
                case "-emu_type" -> emulatorType = "opt".equals(value()) ? "" : "." + words.get(at);
                case "-emu_flavor" -> emulatorFlavor = "." + value();
                default -> { }
            }
        }
        at = 0;
    }

    private static InvalidArguments smpOff() {
        return new InvalidArguments("Argument '-smp disable' not supported. Use \"+S 1\" instead.");
    }

    private String peek() {
        return at + 1 < words.size() ? words.get(at + 1) : null;
    }

    private String value() throws InvalidArguments {
        return value(words.get(at));
    }

    private String value(final String option) throws InvalidArguments {
        final String next = peek();
        if (next == null || next.equals(SEPARATOR)) {
            throw InvalidArguments.missingValue(option);
        }
        at++;
        return next;
    }

    private void scanWord(final String word) throws InvalidArguments {
        if (word.equals(ArgumentSources.RUN_AND_PASS_REST)) {
            initArguments.addAll(List.of("-noshell", "-S"));
            passRest();
        } else if (word.startsWith("++")) {
            initArguments.add(word);
        } else if (word.startsWith("+")) {
            addFlag(word.substring(1));
        } else {
            scanOption(word);
        }
    }

    private void scanOption(final String word) throws InvalidArguments {
        switch (word) {
            case "-compile" -> {
                initArguments.addAll(List.of("-noshell", "-noinput", "-s", "c", "lc_batch"));
                putFlag("B", "");
            }
            case "-make" -> {
                initArguments.addAll(List.of("-noshell", "-noinput", "-s", "make", "all_or_nothing"));
                putFlag("B", "");
                haltAfterwards = true;
                at = words.size();
            }
            case "-configfd" -> {
                if (value().equals("0")) {
                    initArguments.addAll(List.of("-noshell", "-noinput"));
                }
                initArguments.add(word);
                at--;
            }
            case "-detached" -> {
                if (otp.release() >= FIRST_RELEASE_THAT_PASSES_DETACHED_ON) {
                    initArguments.add(word);
                }
                initArguments.addAll(List.of("-noshell", "-noinput"));
                detached = true;
            }
            case "-noinput" -> initArguments.addAll(List.of("-noshell", "-noinput"));
            case "-extra" -> {
                initArguments.add(word);
                passRest();
            }
            case "-env" -> environment.put(value(), value(word));
            case "-epmd" -> epmd = value();
            case "-emu_args" -> announce = true;
            case "-emu_args_exit" -> printArguments = true;
            case "-emu_qouted_cmd_exit" -> printCommand = true;
            case "-emu_name_exit" -> emulatorName = EMULATOR + emulatorType + emulatorFlavor;
            case "-version" -> putFlag("V", "");
            case "-keep_window" -> { }
            default -> scanDistributionOption(word);
        }
    }

    private void scanDistributionOption(final String word) throws InvalidArguments {
        switch (word) {
            case "-name", "-sname" -> {
                passWithValue(word);
                distributed = true;
            }
            case "-proto_dist" -> {
                passWithValue(word);
                ownDistribution = true;
            }
            case "-no_epmd" -> {
                initArguments.add(word);
                noEpmd = true;
                startEpmd = false;
            }
            case "-start_epmd" -> {
                startEpmd = switch (passWithValue(word)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new InvalidArguments("Expected boolean argument for '-start_epmd'.");
                };
            }
            default -> initArguments.add(word);
        }
    }

    private String passWithValue(final String word) throws InvalidArguments {
        final String value = value();
        initArguments.add(word);
        initArguments.add(value);
        return value;
    }

    private void passRest() {
        initArguments.addAll(words.subList(at + 1, words.size()));
        at = words.size();
    }

    private void addFlag(final String name) throws InvalidArguments {
        if (EmulatorFlags.takesNext(name, peek())) {
            final String value = value();
            emulatorArguments.add("-" + name);
            emulatorArguments.add(value);
            flags.put(name, value);
        } else {
            final String known = EmulatorFlags.nameIn(name);
            putFlag(known, name.substring(known.length()));
        }
    }

    private void putFlag(final String name, final String value) {
        emulatorArguments.add("-" + name + value);
        flags.put(name, value);
    }

    private String path() {
        final String path = outerEnvironment.get("PATH");
        if (path == null) {
            return rawBindir + ':' + rawRoot + "/bin";
        }
        if (!path.contains(rawRoot)) {
            return rawBindir + ':' + rawRoot + "/bin:" + path;
        }
        final StringBuilder cleaned = new StringBuilder(rawBindir);
        for (final String element : path.split(":", -1)) {
            if (!element.equals(rawBindir)) {
                cleaned.append(':').append(element);
            }
        }
        return cleaned.toString();
    }

    private String epmdCommand() {
        return epmd != null ? epmd : '"' + rawBindir + "/epmd\" -daemon";
    }

    private String printAndExit() {
        if (!emulatorName.isEmpty()) {
            return emulatorName + '\n';
        }
        final List<String> all = new ArrayList<>(emulatorArguments);
        all.add(SEPARATOR);
        all.addAll(initArguments);
        final String emulator = rawBindir + "/" + EMULATOR + emulatorType + emulatorFlavor;
        if (printCommand) {
            return '"' + emulator + "\" \"" + String.join("\" \"", all) + "\" \n";
        }
        return printArguments ? String.join("\n", all) + '\n' : "";
    }
}
