package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.IoList;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;

/** Ports. */
public final class PortBifs {
    private static final long AM_FD = Atom.of("fd");
    private static final long AM_SPAWN_DRIVER = Atom.of("spawn_driver");
    private static final long AM_SPAWN = Atom.of("spawn");
    private static final long AM_BINARY = Atom.of("binary");
    private static final long AM_EOF = Atom.of("eof");
    private static final long AM_OUT = Atom.of("out");
    private static final long AM_IN = Atom.of("in");
    private static final long AM_ENOENT = Atom.of("enoent");
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

    private PortBifs() {
    }

    private static Ports ports(final Process p) {
        return p.emulator().service(Ports.class);
    }

    /** {@code erts_internal:open_port/2}: the port, or an atom that says what was wrong. */
    @Bif("erts_internal:open_port/2")
    public static long openPort(final Process p, final long nameTerm, final long settingsTerm) {
        if (Tuple.isTagged(nameTerm, 3, AM_FD) && Term.isSmall(Tuple.element(nameTerm, 2)) && Term.isSmall(Tuple.element(nameTerm, 3))) {
            final boolean out = has(settingsTerm, AM_OUT);
            final boolean reads = has(settingsTerm, AM_IN) || !out;
            final FdPort port = new FdPort(ports(p), (int)Term.smallValue(Tuple.element(nameTerm, 2)),
                (int)Term.smallValue(Tuple.element(nameTerm, 3)), reads, has(settingsTerm, AM_BINARY), has(settingsTerm, AM_EOF));
            open(p, port);
            port.start();
            return port.term;
        }
        if (Tuple.isTagged(nameTerm, 2, AM_SPAWN_DRIVER) || Tuple.isTagged(nameTerm, 2, AM_SPAWN)) {
            final byte[] driver = IoList.toArray(Tuple.element(nameTerm, 2));
            final String text = driver == null ? "" : new String(driver, StandardCharsets.ISO_8859_1);
            if (text.equals("udp_inet") || text.equals("tcp_inet")) {
                final InetPort port = new InetPort(ports(p), text);
                open(p, port);
                return port.term;
            }
            return Tuple.isTagged(nameTerm, 2, AM_SPAWN_DRIVER) ? Atoms.BADARG : AM_ENOENT;
        }
        return Term.isTuple(nameTerm) ? AM_ENOENT : Atoms.BADARG;
    }

    private static void open(final Process p, final Port port) {
        port.connectedTerm = p.self;
        ports(p).add(port);
        port.links.add(p.self);
        ProcessMonitors.addLink(p, port.term);
    }

    private static boolean has(final long listTerm, final long atom) {
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            if (Cons.head(rest) == atom) {
                return true;
            }
        }
        return false;
    }

    /** {@code erts_internal:port_command/3}. */
    @Bif("erts_internal:port_command/3")
    public static long command(final Process p, final long portTerm, final long dataTerm, final long optionsTerm) {
        final Port port = ports(p).get(portTerm);
        final byte[] data = IoList.toArray(dataTerm);
        if (port == null || data == null) {
            return Atoms.BADARG;
        }
        port.output(data);
        return Atoms.TRUE;
    }

    /** {@code erts_internal:port_control/3}. */
    @Bif("erts_internal:port_control/3")
    public static long control(final Process p, final long portTerm, final long operationTerm, final long dataTerm) {
        final Port port = ports(p).get(portTerm);
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
        final Port port = ports(p).get(portTerm);
        final Process owner = p.emulator().processes.live(pidTerm);
        if (port == null || owner == null) {
            return Atoms.BADARG;
        }
        port.connectedTerm = pidTerm;
        port.links.add(pidTerm);
        final long linked = port.term;
        dev.longbeam.sched.Signals.request(p, owner, q -> {
            if (q != null) {
                ProcessMonitors.addLink(q, linked);
            }
        });
        return Atoms.TRUE;
    }

    /** {@code erts_internal:port_close/1}. */
    @Bif("erts_internal:port_close/1")
    public static long close(final Process p, final long portTerm) {
        final Port port = ports(p).get(portTerm);
        if (port == null) {
            return Atoms.BADARG;
        }
        port.links.remove(p.self);
        ProcessMonitors.removeLink(p, port.term);
        port.close(Atoms.NORMAL);
        return Atoms.TRUE;
    }

    /** {@code port_set_data/2}. */
    @Bif("erlang:port_set_data/2")
    public static long setData(final Process p, final long portTerm, final long dataTerm) {
        final Port port = ports(p).get(portTerm);
        if (port == null) {
            return p.badarg();
        }
        port.setData(dataTerm);
        return Atoms.TRUE;
    }

    /** {@code port_get_data/1}. */
    @Bif("erlang:port_get_data/1")
    public static long getData(final Process p, final long portTerm) {
        final Port port = ports(p).get(portTerm);
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
        final Port port = ports(p).get(portTerm);
        if (port == null) {
            return Term.isPort(portTerm) || Term.isAtom(portTerm) ? Atoms.UNDEFINED : Atoms.BADARG;
        }
        long list = Term.NIL;
        for (int i = INFO.length - 1; i >= 0; i--) {
            list = Cons.make(p, item(p, port, INFO[i]), list);
        }
        return port.nameTerm == Term.NIL ? list : Cons.make(p, item(p, port, AM_REGISTERED_NAME), list);
    }

    /** {@code erts_internal:port_info/2}. */
    @Bif("erts_internal:port_info/2")
    public static long info(final Process p, final long portTerm, final long itemTerm) {
        final Port port = ports(p).get(portTerm);
        if (!Term.isAtom(itemTerm) || !Term.isPort(portTerm) && !Term.isAtom(portTerm)) {
            return Atoms.BADARG;
        }
        if (port == null) {
            return Atoms.UNDEFINED;
        }
        return itemTerm == AM_REGISTERED_NAME && port.nameTerm == Term.NIL ? Term.NIL : item(p, port, itemTerm);
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
            value = Atoms.UNDEFINED;
        } else if (itemTerm == AM_REGISTERED_NAME) {
            value = port.nameTerm;
        } else if (itemTerm == AM_MONITORS) {
            value = Term.NIL;
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
