package dev.longbeam.node;

import java.util.Set;

/**
 * What is known about the flags of the emulator, those that start with a plus sign: which of them take the next word as their
 * value, and which names they have. Pure functions.
 */
final class EmulatorFlags {
    private static final String ALLOCATORS = "uBIDEFHLRSTZ";
    private static final Set<String> ALLOCATOR_SWITCHES = Set.of("as", "asbcst", "atags", "acul", "acnl", "acfml", "acful", "cp",
        "e", "t", "lmbcs", "mbcgs", "mbsd", "mmbcs", "mmmbc", "mmsbc", "msbclt", "ramv", "rmbcmt", "rsbcmt", "rsbcst", "sbct",
        "smbcs");
    private static final Set<String> WITH_VALUE = Set.of("a", "A", "C", "e", "i", "n", "P", "Q", "t", "T", "R", "W", "K", "pc",
        "pad", "S", "SP", "SDcpu", "SDPcpu", "SDio", "IOt", "IOp", "IOPt", "IOPp", "IOs", "rg",
        "h", "hms", "hmbs", "hpds", "hmax", "hmaxk", "hmaxel", "hmaxib", "hmqd",
        "sbt", "sbwtdcpu", "sbwtdio", "sbwt", "scl", "sct", "secio", "sfwi", "stbt", "swct", "swtdcpu", "swtdio", "swt", "sws",
        "sss", "sssdcpu", "sssdio", "spp", "sub",
        "zdbbl", "zdntgc", "zebwt", "zosrl", "zhft",
        "Mea", "Mummc", "Muycs", "Musac", "Mim", "Mis", "Mlpm", "MMamcbf", "MMrmcbf", "MMmcs", "MMscs", "MMscrfsd", "MMsco",
        "MMscrpm", "MMlp", "MYe", "MYm", "MYtp", "MYtt", "MIscs", "MXscs", "Mdai");
    private static final Set<String> WITHOUT_VALUE = Set.of("B", "c", "d", "dcg", "f", "fn", "l", "L", "r", "ssrct", "v", "V", "x");

    private EmulatorFlags() {
    }

    /**
     * Whether a flag takes the next word as its value.
     *
     * @param name the word without its plus sign
     * @param next the next word, or null when there is none
     * @throws InvalidArguments for a flag that no emulator has
     */
    static boolean takesNext(final String name, final String next) throws InvalidArguments {
        if (name.startsWith("J")) {
            return true;
        }
        if (name.startsWith("B")) {
            return bTakesNext(name, next);
        }
        if (name.equals("c")) {
            return "true".equals(next) || "false".equals(next);
        }
        if (name.startsWith("SD") && !name.matches("SD(cpu|Pcpu|io).*") || name.startsWith("I") && !name.matches("IO(P?[tp]|s).*")) {
            throw InvalidArguments.missingValue("+" + name);
        }
        return WITH_VALUE.contains(name) || isAllocatorSwitch(name);
    }

    private static boolean bTakesNext(final String name, final String next) throws InvalidArguments {
        if (name.length() == 1) {
            return next != null && next.length() == 1 && "icd".contains(next);
        }
        if ("icd".indexOf(name.charAt(1)) < 0) {
            throw InvalidArguments.missingValue("-" + name);
        }
        return false;
    }

    /** Whether there is a flag of that name. */
    static boolean isKnown(final String name) {
        return name.startsWith("J") || WITH_VALUE.contains(name) || WITHOUT_VALUE.contains(name) || isAllocatorSwitch(name);
    }

    /** The part of a word that is the flag's name, the rest is its value: {@code S2:1} is {@code S}. */
    static String nameIn(final String word) {
        for (int end = word.length(); end > 0; end--) {
            final String name = word.substring(0, end);
            if (WITH_VALUE.contains(name) || WITHOUT_VALUE.contains(name) || isAllocatorSwitch(name)) {
                return name;
            }
        }
        return word;
    }

    private static boolean isAllocatorSwitch(final String name) {
        return name.length() > 2 && name.charAt(0) == 'M' && ALLOCATORS.indexOf(name.charAt(1)) >= 0
            && ALLOCATOR_SWITCHES.contains(name.substring(2));
    }
}
