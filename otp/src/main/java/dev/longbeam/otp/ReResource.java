package dev.longbeam.otp;

import dev.longbeam.term.MagicResource;

/**
 * A compiled pattern behind the reference in {@code {re_pattern, _, _, _, Ref}}, as OTP 28 and later have it.
 *
 * <p>Any thread. The library's memory is freed some time after the last reference is gone.
 */
final class ReResource implements MagicResource {
    /** The pattern. */
    final RePattern pattern;

    ReResource(final RePattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public void dispose() {
        assert pattern != null;
    }
}
