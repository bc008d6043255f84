/**
 * What unmodified OTP expects of its emulator: BIFs by Erlang module, built-in natives, ports and drivers, boot.
 *
 * <p>Threads: BIFs run on the scheduler of the calling process. A class per Erlang module ({@code ListsBifs}, {@code MapsBifs} ..);
 * {@code erlang} is cut by theme ({@code ErlangListBifs}, {@code ErlangProcessBifs} ..).
 */
package dev.longbeam.otp;
