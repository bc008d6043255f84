package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.IoList;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Ports. */
public final class PortBifs {
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final long AM_NOTSUP = Atom.of("notsup");
    private static final long AM_FORCE = Atom.of("force");
    private static final long AM_NOSUSPEND = Atom.of("nosuspend");
    private static final long AM_MONITORED_BY = Atom.of("monitored_by");
    private static final long AM_MEMORY = Atom.of("memory");
    private static final long AM_QUEUE_SIZE = Atom.of("queue_size");
    private static final long AM_PARALLELISM = Atom.of("parallelism");
    private static final long AM_LOCKING = Atom.of("locking");
    private static final long AM_DRIVER_LEVEL = Atom.of("driver_level");
    private static final long AM_PORT_LEVEL = Atom.of("port_level");
    private static final long AM_NAME = Atom.of("name");
    private static final long AM_LINKS = Atom.of("links");
    private static final long AM_ID = Atom.of("id");
    private static final long AM_CONNECTED = Atom.of("connected");
    private static final long AM_INPUT = Atom.of("input");
    private static final long AM_OUTPUT = Atom.of("output");
    private static final long AM_OS_PID = Atom.of("os_pid");
    private static final long AM_REGISTERED_NAME = Atom.of("registered_name");
    private static final long AM_MONITORS = Atom.of("monitors");
    private static final long[] INFO = {AM_NAME, AM_LINKS, AM_ID, AM_CONNECTED, AM_INPUT, AM_OUTPUT, AM_OS_PID};

    /** What the C emulator says of a port that has nothing but itself. */
    private static final long PORT_BYTES = 40;

    private PortBifs() {
    }

    private static Ports ports(final Process p) {
        return p.emulator().service(Ports.class);
    }

    /** {@code erts_internal:open_port/2}: the port, or an atom that says what was wrong. */
    @Bif("erts_internal:open_port/2")
    public static long openPort(final Process p, final long nameTerm, final long settingsTerm) {
        final PortOptions options = PortOptions.read(settingsTerm);
        return options == null ? AM_BADOPT : PortOpening.open(p, nameTerm, options);
    }

    /** {@code erts_internal:port_command/3}. */
    @Bif("erts_internal:port_command/3")
    public static long command(final Process p, final long portTerm, final long dataTerm, final long optionsTerm) {
        boolean force = false;
        boolean suspends = true;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            force |= Cons.head(rest) == AM_FORCE;
            suspends &= Cons.head(rest) != AM_NOSUSPEND;
            if (Cons.head(rest) != AM_FORCE && Cons.head(rest) != AM_NOSUSPEND) {
                return AM_BADOPT;
            }
        }
        if (rest != Term.NIL) {
            return AM_BADOPT;
        }
        final Port port = port(p, portTerm);
        if (port == null || force) {
            return port == null ? Atoms.BADARG : AM_NOTSUP;
        }
        if (port.isBusy() && !suspends) {
            return Atoms.FALSE;
        }
        final byte[] data = IoList.toArray(dataTerm);
        if (data == null) {
            PortMessages.badValue(port);
            return Atoms.BADARG;
        }
        return port.isBusy() ? commandLater(p, port, data) : output(port, data);
    }

    private static long output(final Port port, final byte[] data) {
        port.output(data);
        return Atoms.TRUE;
    }

    private static long commandLater(final Process p, final Port port, final byte[] data) {
        port.whenNotBusy(() -> p.complete(q -> port.isClosed() ? Atoms.BADARG : output(port, data)));
        port.suspend(p);
        return p.awaitCompletion();
    }

    /** The port of an identifier or a name; null for anything else. */
    private static Port port(final Process p, final long portTerm) {
        return Term.isLocalPort(portTerm) || Term.isAtom(portTerm) ? ports(p).get(portTerm) : null;
    }

    /** {@code erts_internal:port_control/3}. */
    @Bif("erts_internal:port_control/3")
    public static long control(final Process p, final long portTerm, final long operationTerm, final long dataTerm) {
        final Port port = port(p, portTerm);
        final byte[] data = IoList.toArray(dataTerm);
        if (port == null || data == null || !Term.isSmall(operationTerm)) {
            return Atoms.BADARG;
        }
        final byte[] answer = port.control((int)Term.smallValue(operationTerm), data);
        if (answer == null) {
            return Atoms.BADARG;
        }
        long list = Term.NIL;
        for (int i = answer.length - 1; i >= 0; i--) {
            list = Cons.make(p, Term.makeSmall(answer[i] & 0xFF), list);
        }
        return list;
    }

    /** {@code erts_internal:port_call/3}: no driver of ours answers calls. */
    @Bif("erts_internal:port_call/3")
    public static long call(final Process p, final long portTerm, final long operationTerm, final long dataTerm) {
        return Atoms.BADARG;
    }

    /** {@code erts_internal:port_connect/2}. */
    @Bif("erts_internal:port_connect/2")
    public static long connect(final Process p, final long portTerm, final long pidTerm) {
        final Port port = port(p, portTerm);
        final Process owner = p.emulator().processes.live(pidTerm);
        if (port == null || owner == null) {
            return Atoms.BADARG;
        }
        ports(p).connect(p, port, owner);
        return Atoms.TRUE;
    }

    /** {@code erts_internal:port_close/1}. */
    @Bif("erts_internal:port_close/1")
    public static long close(final Process p, final long portTerm) {
        final Port port = port(p, portTerm);
        if (port == null) {
            return Atoms.BADARG;
        }
        port.close(Atoms.NORMAL);
        return Atoms.TRUE;
    }

    /** {@code port_set_data/2}. */
    @Bif("erlang:port_set_data/2")
    public static long setData(final Process p, final long portTerm, final long dataTerm) {
        final Port port = port(p, portTerm);
        if (port == null) {
            return p.badarg();
        }
        port.setData(dataTerm);
        return Atoms.TRUE;
    }

    /** {@code port_get_data/1}. */
    @Bif("erlang:port_get_data/1")
    public static long getData(final Process p, final long portTerm) {
        final Port port = port(p, portTerm);
        return port == null || port.dataTerm == Term.NON_VALUE ? p.badarg() : dev.longbeam.term.TermCopy.copy(port.dataTerm, p);
    }

    /** {@code ports/0}. */
    @Bif("erlang:ports/0")
    public static long all(final Process p) {
        return Cons.list(p, ports(p).all().stream().mapToLong(port -> port.term).toArray());
    }

    /** {@code erts_internal:port_info/1}. */
    @Bif("erts_internal:port_info/1")
    public static long info(final Process p, final long portTerm) {
        final Port port = port(p, portTerm);
        if (port == null) {
            return Term.isPort(portTerm) || Term.isAtom(portTerm) ? Atoms.UNDEFINED : Atoms.BADARG;
        }
        long list = Term.NIL;
        for (int i = INFO.length - 1; i >= 0; i--) {
            list = Cons.make(p, item(p, port, INFO[i]), list);
        }
        return port.registeredName() == Term.NIL ? list : Cons.make(p, item(p, port, AM_REGISTERED_NAME), list);
    }

    /** {@code erts_internal:port_info/2}. */
    @Bif("erts_internal:port_info/2")
    public static long info(final Process p, final long portTerm, final long itemTerm) {
        final Port port = port(p, portTerm);
        if (!Term.isAtom(itemTerm) || !Term.isPort(portTerm) && !Term.isAtom(portTerm)) {
            return Atoms.BADARG;
        }
        if (port == null) {
            return Atoms.UNDEFINED;
        }
        return itemTerm == AM_REGISTERED_NAME && port.registeredName() == Term.NIL ? Term.NIL : item(p, port, itemTerm);
    }

    private static long item(final Process p, final Port port, final long itemTerm) {
        final long value;
        if (itemTerm == AM_NAME) {
            value = text(p, port.name);
        } else if (itemTerm == AM_LINKS) {
            value = Cons.list(p, port.links.stream().mapToLong(Long::longValue).sorted().toArray());
        } else if (itemTerm == AM_ID) {
            value = Term.makeSmall(dev.longbeam.term.Pid.sequence(port.term));
        } else if (itemTerm == AM_CONNECTED) {
            value = port.connectedTerm;
        } else if (itemTerm == AM_INPUT) {
            value = Term.makeSmall(port.inputBytes);
        } else if (itemTerm == AM_OUTPUT) {
            value = Term.makeSmall(port.outputBytes);
        } else if (itemTerm == AM_OS_PID) {
            value = port.osPid < 0 ? Atoms.UNDEFINED : Term.makeSmall(port.osPid);
        } else if (itemTerm == AM_REGISTERED_NAME) {
            value = port.registeredName();
        } else if (itemTerm == AM_MONITORS) {
            value = Term.NIL;
        } else if (itemTerm == AM_MONITORED_BY) {
            value = Cons.list(p, port.monitors.values().stream().mapToLong(Long::longValue).sorted().toArray());
        } else if (itemTerm == AM_MEMORY) {
            value = Term.makeSmall(PORT_BYTES);
        } else if (itemTerm == AM_QUEUE_SIZE) {
            value = Term.makeSmall(port.queuedBytes());
        } else if (itemTerm == AM_PARALLELISM) {
            value = Atoms.bool(port.isParallel());
        } else if (itemTerm == AM_LOCKING) {
            value = port.osPid < 0 ? AM_DRIVER_LEVEL : AM_PORT_LEVEL;
        } else {
            return Atoms.BADARG;
        }
        return Tuple.make(p, itemTerm, value);
    }

    private static long text(final Process p, final String text) {
        long list = Term.NIL;
        for (int i = text.length() - 1; i >= 0; i--) {
            list = Cons.make(p, Term.makeSmall(text.charAt(i)), list);
        }
        return list;
    }
}
