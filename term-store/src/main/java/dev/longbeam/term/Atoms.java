package dev.longbeam.term;

/**
 * Atoms that many classes name. An atom that one class alone needs is a constant of that class.
 *
 * <p>Any thread.
 */
public final class Atoms {
    /** {@code error}. */
    public static final long ERROR = Atom.of("error");
    /** {@code exit}. */
    public static final long EXIT = Atom.of("exit");
    /** {@code throw}. */
    public static final long THROW = Atom.of("throw");
    /** {@code badarg}. */
    public static final long BADARG = Atom.of("badarg");
    /** {@code badarith}. */
    public static final long BADARITH = Atom.of("badarith");
    /** {@code system_limit}. */
    public static final long SYSTEM_LIMIT = Atom.of("system_limit");
    /** {@code badmap}. */
    public static final long BADMAP = Atom.of("badmap");
    /** {@code badkey}. */
    public static final long BADKEY = Atom.of("badkey");
    /** {@code true}. */
    public static final long TRUE = Atom.of("true");
    /** {@code false}. */
    public static final long FALSE = Atom.of("false");
    /** {@code ok}. */
    public static final long OK = Atom.of("ok");
    /** {@code undefined}. */
    public static final long UNDEFINED = Atom.of("undefined");
    /** {@code undef}. */
    public static final long UNDEF = Atom.of("undef");
    /** {@code badmatch}. */
    public static final long BADMATCH = Atom.of("badmatch");
    /** {@code case_clause}. */
    public static final long CASE_CLAUSE = Atom.of("case_clause");
    /** {@code try_clause}. */
    public static final long TRY_CLAUSE = Atom.of("try_clause");
    /** {@code if_clause}. */
    public static final long IF_CLAUSE = Atom.of("if_clause");
    /** {@code function_clause}. */
    public static final long FUNCTION_CLAUSE = Atom.of("function_clause");
    /** {@code badfun}. */
    public static final long BADFUN = Atom.of("badfun");
    /** {@code badarity}. */
    public static final long BADARITY = Atom.of("badarity");
    /** {@code badrecord}. */
    public static final long BADRECORD = Atom.of("badrecord");
    /** {@code noproc}. */
    public static final long NOPROC = Atom.of("noproc");
    /** {@code normal}. */
    public static final long NORMAL = Atom.of("normal");
    /** {@code kill}. */
    public static final long KILL = Atom.of("kill");
    /** {@code killed}. */
    public static final long KILLED = Atom.of("killed");
    /** {@code noconnection}. */
    public static final long NOCONNECTION = Atom.of("noconnection");
    /** {@code nocatch}. */
    public static final long NOCATCH = Atom.of("nocatch");
    /** {@code timeout_value}. */
    public static final long TIMEOUT_VALUE = Atom.of("timeout_value");
    /** {@code infinity}. */
    public static final long INFINITY = Atom.of("infinity");
    /** {@code EXIT}. */
    public static final long EXIT_TAG = Atom.of("EXIT");
    /** {@code DOWN}. */
    public static final long DOWN_TAG = Atom.of("DOWN");
    /** {@code timeout}. */
    public static final long TIMEOUT = Atom.of("timeout");
    /** {@code down}. */
    public static final long DOWN = Atom.of("down");
    /** {@code process}. */
    public static final long PROCESS = Atom.of("process");
    /** {@code port}. */
    public static final long PORT = Atom.of("port");
    /** {@code latin1}. */
    public static final long LATIN1 = Atom.of("latin1");
    /** {@code utf8}. */
    public static final long UTF8 = Atom.of("utf8");
    /** {@code unicode}. */
    public static final long UNICODE = Atom.of("unicode");
    /** {@code utf16}. */
    public static final long UTF16 = Atom.of("utf16");
    /** {@code utf32}. */
    public static final long UTF32 = Atom.of("utf32");
    /** {@code big}. */
    public static final long BIG = Atom.of("big");
    /** {@code little}. */
    public static final long LITTLE = Atom.of("little");
    /** {@code all}. */
    public static final long ALL = Atom.of("all");
    /** {@code erlang}. */
    public static final long ERLANG = Atom.of("erlang");
    /** {@code erts_internal}. */
    public static final long ERTS_INTERNAL = Atom.of("erts_internal");
    /** {@code nonode&#64;nohost}. */
    public static final long NONODE_NOHOST = Atom.of("nonode@nohost");
    /** {@code value}. */
    public static final long VALUE = Atom.of("value");
    /** {@code none}. */
    public static final long NONE = Atom.of("none");
    /** {@code nil}. */
    public static final long NIL_ATOM = Atom.of("nil");
    /** {@code module}. */
    public static final long MODULE = Atom.of("module");
    /** {@code function}. */
    public static final long FUNCTION = Atom.of("function");
    /** {@code arity}. */
    public static final long ARITY = Atom.of("arity");
    /** {@code file}. */
    public static final long FILE = Atom.of("file");
    /** {@code line}. */
    public static final long LINE = Atom.of("line");
    /** {@code error_info}. */
    public static final long ERROR_INFO = Atom.of("error_info");
    /** {@code cause}. */
    public static final long CAUSE = Atom.of("cause");
    /** {@code enomem}. */
    public static final long ENOMEM = Atom.of("enomem");
    /** {@code einval}. */
    public static final long EINVAL = Atom.of("einval");
    /** {@code badfield}. */
    public static final long BADFIELD = Atom.of("badfield");
    /** {@code novalue}. */
    public static final long NOVALUE = Atom.of("novalue");
    /** {@code internal_error}. */
    public static final long INTERNAL_ERROR = Atom.of("internal_error");

    private Atoms() {
    }

    /** {@code true} or {@code false}. */
    public static long bool(final boolean value) {
        return value ? TRUE : FALSE;
    }
}
