package dev.longbeam.trace.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays, checked against their bounds. Any thread. */
final class Words {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {
    }

    static long getLong(final byte[] bytes, final int at) {
        return (long)LONG.get(bytes, at);
    }

    static int getInt(final byte[] bytes, final int at) {
        return (int)INT.get(bytes, at);
    }

    static void putLong(final byte[] bytes, final int at, final long value) {
        LONG.set(bytes, at, value);
    }
}
