package dev.longbeam.trace.read;

/**
 * A function of loaded code.
 *
 * @param module its module
 * @param name its name
 * @param arity number of its arguments
 */
public record TraceFunction(String module, String name, int arity) {
    @Override
    public String toString() {
        return module + ':' + name + '/' + arity;
    }
}
