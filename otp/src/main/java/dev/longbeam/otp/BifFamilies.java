package dev.longbeam.otp;

import dev.longbeam.interp.BifCalls;
import dev.longbeam.interp.BifRegistry;

/** The built-in functions of this package, in a table that the compiler makes of their annotations: no other list of them exists. */
public final class BifFamilies {
    private BifFamilies() {
    }

    /** All functions that a release of OTP has. */
    public static BifRegistry registry(final int release) {
        final BifRegistry registry = new BifRegistry(release);
        for (final BifCalls family : BifTables.all()) {
            family.register(registry);
        }
        return registry;
    }
}
