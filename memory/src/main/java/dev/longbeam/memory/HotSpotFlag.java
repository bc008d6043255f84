package dev.longbeam.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A number among HotSpot's flags that HotSpot looks at whenever it needs it, though it offers no way to change it later than on the command line.
 * It is found in the tables that HotSpot keeps for debuggers: where these are missing or look different, there is no such flag.
 *
 * <p>Any thread.
 */
@SuppressWarnings("restricted")
public final class HotSpotFlag {
    /** Size of an entry: names of a type and of a field, name of the field's type, whether it is static, offset, address. */
    private static final int FIELD_BYTES = 48;
    private static final int FIELD_NAME_AT = 8;
    private static final int FIELD_OFFSET_AT = 32;
    private static final int FIELD_ADDRESS_AT = 40;
    /** Size of a flag: address, name, origin, type. */
    private static final int FLAG_BYTES = 24;
    private static final int MOST_FIELDS = 10_000;
    private static final int MOST_FLAGS = 10_000;

    private final long addr;

    private HotSpotFlag(final long addr) {
        this.addr = addr;
    }

    /** The flag of a name, of the type {@code intx}; of the type {@code int} for {@link #setInt} alone. */
    public static Optional<HotSpotFlag> find(final String name) {
        final Path library = Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so");
        if (!Files.exists(library)) {
            return Optional.empty();
        }
        final SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        return symbols.find("gHotSpotVMStructs").map(table -> flagAddr(Raw.getLong(table.address()), name)).filter(addr -> addr != 0)
            .map(HotSpotFlag::new);
    }

    private static long flagAddr(final long fieldsAddr, final String name) {
        long flagsAddr = 0;
        long count = 0;
        long addr = fieldsAddr;
        for (int i = 0; i < MOST_FIELDS && Raw.getLong(addr) != 0; i++) {
            if (is(Raw.getLong(addr), "JVMFlag")) {
                final long field = Raw.getLong(addr + FIELD_NAME_AT);
                final long staticAddr = Raw.getLong(addr + FIELD_ADDRESS_AT);
                if (is(field, "flags")) {
                    flagsAddr = Raw.getLong(staticAddr);
                } else if (is(field, "numFlags")) {
                    count = Raw.getLong(staticAddr);
                } else if (is(field, "_addr") && Raw.getLong(addr + FIELD_OFFSET_AT) != 0
                    || is(field, "_name") && Raw.getLong(addr + FIELD_OFFSET_AT) != Long.BYTES) {
                    return 0;
                }
            }
            addr += FIELD_BYTES;
        }
        for (int i = 0; i < Math.min(count, MOST_FLAGS); i++) {
            final long flag = flagsAddr + (long)i * FLAG_BYTES;
            final long flagNameAddr = Raw.getLong(flag + Long.BYTES);
            if (flagNameAddr != 0 && is(flagNameAddr, name)) {
                return Raw.getLong(flag);
            }
        }
        return 0;
    }

    /** True when a text with a zero behind it is this one. */
    private static boolean is(final long textAddr, final String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Raw.getByte(textAddr + i) != text.charAt(i)) {
                return false;
            }
        }
        return Raw.getByte(textAddr + text.length()) == 0;
    }

    /** Its value. */
    public long get() {
        return Raw.getLong(addr);
    }

    /** Changes it; all of HotSpot's threads see it soon. */
    public void set(final long value) {
        Raw.putLong(addr, value);
    }

    /** Changes one of the type {@code int}, half as long. */
    public void setInt(final int value) {
        Raw.putInt(addr, value);
    }
}
