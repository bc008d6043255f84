/**
 * POSIX calls through {@code java.lang.foreign}, a class per theme, with the kernel's own error numbers.
 *
 * <p>Threads: any. Calls that may block (anything on files, {@code poll}) belong on a thread for blocking work, never on a scheduler.
 * Memory: buffers are raw addresses that the caller owns; paths are bytes without a terminating zero. Errors: a call returns a
 * negated error number ({@code -ENOENT}); calls that return an object throw {@link dev.longbeam.otp.posix.PosixException}. Nothing
 * retries on {@code EINTR} by itself unless it says so. Start at {@link dev.longbeam.otp.posix.PosixFiles}.
 */
package dev.longbeam.otp.posix;
