package dev.longbeam.sched;

/** What can have a registered name: a process or a port. {@link Registry} alone sets the name, under its lock; any thread may read it. */
public interface Named {
    /** Its pid or port. */
    long identifier();

    /** Its name, or NIL. */
    long registeredName();

    /** Sets its name, or NIL. */
    void registeredName(long nameTerm);

    /** True once it is ending: it is to have no name any more. */
    boolean isExiting();
}
