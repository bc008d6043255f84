package dev.longbeam.otp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * The inet drivers, as far as a node without sockets needs them: open, and the name of the host. Everything else is answered with
 * {@code enotsup}.
 */
final class InetPort extends Port {
    private static final int REQ_OPEN = 1;
    private static final int REQ_GETHOSTNAME = 12;
    private static final byte REP_ERROR = 0;
    private static final byte REP_OK = 1;

    InetPort(final Ports ports, final String name) {
        super(ports, name);
    }

    @Override
    void output(final byte[] data) {
        // There is no socket to write to.
    }

    @Override
    byte[] control(final int operation, final byte[] data) {
        return switch (operation) {
            case REQ_OPEN -> new byte[] {REP_OK};
            case REQ_GETHOSTNAME -> reply(REP_OK, hostName());
            default -> reply(REP_ERROR, "enotsup");
        };
    }

    private static byte[] reply(final byte code, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        final byte[] reply = new byte[bytes.length + 1];
        reply[0] = code;
        System.arraycopy(bytes, 0, reply, 1, bytes.length);
        return reply;
    }

    static String hostName() {
        final String fromKernel = kernelHostName();
        if (fromKernel != null) {
            return fromKernel;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException e) {
            return "localhost";
        }
    }

    private static String kernelHostName() {
        try {
            return java.nio.file.Files.readString(java.nio.file.Path.of("/proc/sys/kernel/hostname")).trim();
        } catch (final java.io.IOException e) {
            return null;
        }
    }

    @Override
    void release() {
        // Nothing is held.
    }
}
