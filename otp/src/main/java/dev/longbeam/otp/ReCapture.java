package dev.longbeam.otp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.IoList;
import dev.longbeam.term.Term;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a match returns: which groups, as what.
 *
 * <p>A name that several groups have stands as {@code -1 - count} followed by their numbers: the first of them that is set is
 * returned. -1 alone is a group that does not exist.
 *
 * <p>One object is used again and again by one thread.
 */
final class ReCapture {
    /** How groups are returned. */
    enum Type {
        /** Pairs of offset and length. */
        INDEX,
        /** Lists of bytes. */
        LIST,
        /** Binaries. */
        BINARY,
        /** Only that there was a match. */
        NONE
    }

    private static final long AM_INDEX = Atom.of("index");
    private static final long AM_LIST = Atom.of("list");
    private static final long AM_BINARY = Atom.of("binary");
    private static final long AM_ALL_BUT_FIRST = Atom.of("all_but_first");
    private static final long AM_FIRST = Atom.of("first");
    private static final long AM_ALL_NAMES = Atom.of("all_names");
    private static final int NO_GROUP = -1;

    /** How groups are returned. */
    Type type;
    /** First group to return when all are, else -1: then {@link #groups} says which. */
    int firstOfAll;
    /** Groups to return. */
    int[] groups = new int[16];
    /** Number of entries in {@link #groups}. */
    int count;

    /** An independent copy. */
    ReCapture copy() {
        final ReCapture copy = new ReCapture();
        copy.type = type;
        copy.firstOfAll = firstOfAll;
        copy.groups = Arrays.copyOf(groups, Math.max(count, 1));
        copy.count = count;
        return copy;
    }

    /** Reads a specification; NON_VALUE stands for the default. False when it is wrong. */
    boolean parse(final long specTerm, final long typeTerm, final RePattern pattern) {
        count = 0;
        firstOfAll = 0;
        if (typeTerm == AM_INDEX) {
            type = Type.INDEX;
        } else if (typeTerm == AM_LIST) {
            type = Type.LIST;
        } else if (typeTerm == AM_BINARY) {
            type = Type.BINARY;
        } else {
            return false;
        }
        if (specTerm == Term.NON_VALUE || specTerm == Atoms.ALL) {
            return true;
        }
        if (specTerm == Atoms.NONE || Term.isNil(specTerm)) {
            type = Type.NONE;
            return true;
        }
        if (specTerm == AM_ALL_BUT_FIRST) {
            firstOfAll = 1;
            return true;
        }
        firstOfAll = -1;
        if (specTerm == AM_FIRST) {
            add(0);
            return true;
        }
        return specTerm == AM_ALL_NAMES ? addAllNames(pattern) : addAll(specTerm, pattern);
    }

    private boolean addAllNames(final RePattern pattern) {
        if (pattern.names.length == 0) {
            type = Type.NONE;
        }
        for (int i = 0; i < pattern.names.length; i++) {
            if (!pattern.duplicateNames) {
                add(pattern.numbers[i]);
            } else if (i == 0 || !pattern.names[i].equals(pattern.names[i - 1])) {
                addName(pattern.names[i], pattern);
            }
        }
        return true;
    }

    private boolean addAll(final long listTerm, final RePattern pattern) {
        long rest = listTerm;
        while (Term.isCons(rest)) {
            final long head = Cons.head(rest);
            final int number = ReOptions.toInt(head);
            if (number >= 0) {
                add(number);
            } else {
                final String name = name(head);
                if (name == null) {
                    return false;
                }
                addName(name, pattern);
            }
            rest = Cons.tail(rest);
        }
        return Term.isNil(rest);
    }

    private static String name(final long term) {
        if (Term.isAtom(term)) {
            return Atom.name(term);
        }
        final byte[] bytes = Term.isList(term) || Bitstring.isBinary(term) ? IoList.toArray(term) : null;
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private void addName(final String name, final RePattern pattern) {
        if (!pattern.duplicateNames) {
            add(anyGroup(name, pattern));
            return;
        }
        int first = -1;
        int found = 0;
        for (int i = 0; i < pattern.names.length; i++) {
            if (pattern.names[i].equals(name)) {
                first = first < 0 ? i : first;
                found++;
            }
        }
        if (found == 0) {
            add(NO_GROUP);
        } else if (found == 1) {
            add(pattern.numbers[first]);
        } else {
            add(-1 - found);
            for (int i = first; i < first + found; i++) {
                add(pattern.numbers[i]);
            }
        }
    }

    /** The group that a binary search finds first: it tells which of several when the pattern itself allows equal names. */
    private static int anyGroup(final String name, final RePattern pattern) {
        int from = 0;
        int to = pattern.names.length;
        while (from < to) {
            final int middle = from + to >>> 1;
            final int order = name.compareTo(pattern.names[middle]);
            if (order == 0) {
                return pattern.numbers[middle];
            }
            from = order > 0 ? middle + 1 : from;
            to = order > 0 ? to : middle;
        }
        return NO_GROUP;
    }

    private void add(final int group) {
        if (count == groups.length) {
            groups = Arrays.copyOf(groups, count * 2);
        }
        groups[count++] = group;
    }
}
