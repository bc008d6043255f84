package dev.longbeam.otp;

import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;

/** The drivers that this machine has built in, by name. */
final class Drivers {
    private Drivers() {
    }

    /**
     * Starts the driver that a command names with its first word; null when there is none of that name. The driver of terminals, up to OTP 25,
     * is known so that it fails as where there is no terminal: shells then do without it, rather than take it for a program.
     *
     * @throws PosixException when the driver cannot start
     * @throws IllegalArgumentException when the rest of the command is not for this driver
     */
    static Port start(final Ports ports, final String command, final PortOptions options) throws PosixException {
        final int end = command.indexOf(' ');
        return switch (end < 0 ? command : command.substring(0, end)) {
            case "udp_inet", "tcp_inet" -> new InetPort(ports, command);
            case "ram_file_drv" -> new RamFilePort(ports, command, options.binary);
            case "tty_sl" -> throw new PosixException(Errno.EINVAL);
            case "trace_file_drv" -> TraceFilePort.open(ports, command);
            default -> null;
        };
    }
}
