package dev.longbeam.otp;

import dev.longbeam.term.IoList;

/** Data for ports as bytes. */
final class IoData {
    private IoData() {
    }

    /** The bytes of an iolist or binary, or null when it is neither. */
    static byte[] bytes(final long term) {
        return IoList.byteSize(term) < 0 ? null : IoList.toArray(term);
    }
}
