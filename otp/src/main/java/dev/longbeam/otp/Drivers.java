package dev.longbeam.otp;

/** The drivers that this machine has built in, by name. */
final class Drivers {
    private Drivers() {
    }

    /** Starts the driver that a command names with its first word; null when there is none of that name. */
    static Port start(final Ports ports, final String command, final PortOptions options) {
        final int end = command.indexOf(' ');
        return switch (end < 0 ? command : command.substring(0, end)) {
            case "udp_inet", "tcp_inet" -> new InetPort(ports, command);
            case "ram_file_drv" -> new RamFilePort(ports, command, options.binary);
            default -> null;
        };
    }
}
