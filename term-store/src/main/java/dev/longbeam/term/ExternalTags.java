package dev.longbeam.term;

/** Tags of the external term format, under the names that OTP gives them. */
final class ExternalTags {
    static final int VERSION_MAGIC = 131;
    static final int COMPRESSED = 'P';
    static final int SMALL_INTEGER = 'a';
    static final int INTEGER = 'b';
    static final int FLOAT = 'c';
    static final int NEW_FLOAT = 'F';
    static final int SMALL_BIG = 'n';
    static final int LARGE_BIG = 'o';
    static final int ATOM = 'd';
    static final int SMALL_ATOM = 's';
    static final int ATOM_UTF8 = 'v';
    static final int SMALL_ATOM_UTF8 = 'w';
    static final int REFERENCE = 'e';
    static final int NEW_REFERENCE = 'r';
    static final int NEWER_REFERENCE = 'Z';
    static final int PORT = 'f';
    static final int NEW_PORT = 'Y';
    static final int V4_PORT = 'x';
    static final int PID = 'g';
    static final int NEW_PID = 'X';
    static final int SMALL_TUPLE = 'h';
    static final int LARGE_TUPLE = 'i';
    static final int NIL = 'j';
    static final int STRING = 'k';
    static final int LIST = 'l';
    static final int BINARY = 'm';
    static final int BIT_BINARY = 'M';
    static final int NEW_FUN = 'p';
    static final int EXPORT = 'q';
    static final int MAP = 't';
    static final int RECORD = 'C';
    static final int LOCAL = 'y';

    /** Bytes of a float in the text form. */
    static final int FLOAT_TEXT_BYTES = 31;
    /** Longest list of bytes that is written as a string. */
    static final int MAX_STRING = 0xFFFF;
    /** Largest port number that the older form holds. */
    static final long MAX_SHORT_PORT = (1L << 28) - 1;

    private ExternalTags() {
    }
}
