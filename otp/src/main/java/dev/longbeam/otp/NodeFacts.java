package dev.longbeam.otp;

import java.nio.file.Path;
import java.util.List;

/**
 * What the node knows of the OTP that it runs and of how it was started: a service of the emulator.
 *
 * <p>Immutable.
 *
 * @param otpRelease  release, such as 25
 * @param ertsVersion version of erts, such as 13.1.5
 * @param root        OTP root
 * @param preloaded   preloaded modules in load order
 * @param startNs     {@link System#nanoTime} at the start
 */
public record NodeFacts(int otpRelease, String ertsVersion, Path root, List<String> preloaded, long startNs) {
}
