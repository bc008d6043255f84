package dev.longbeam.node;

import picocli.CommandLine.IVersionProvider;

/** Longbeam's version, from the manifest of its jar. */
final class LongbeamVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"Longbeam " + text()};
    }

    static String text() {
        final String version = LongbeamVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
