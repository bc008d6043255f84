package dev.longbeam.node.trace;

import dev.longbeam.trace.report.MessageFilter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Turns {@code 250us}, {@code 10ms}, {@code 2s} into nanoseconds. */
final class SpanConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(final String text) {
        final long ns = MessageFilter.spanNs(text);
        if (ns < 0) {
            throw new TypeConversionException("'" + text + "' is no span of time such as 250us, 10ms or 2s");
        }
        return ns;
    }
}
