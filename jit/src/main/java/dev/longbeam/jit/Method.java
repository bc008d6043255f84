package dev.longbeam.jit;

/**
 * A method of a generated class: the instructions of a function from one to before another.
 *
 * @param name      its name in the class
 * @param shape     the function
 * @param from      first instruction, counted in the shape
 * @param to        behind the last one
 * @param isPart    the engine and other parts come in at places: arguments are the process and the number of the place, and X registers stand in
 *                  the array of the scheduler; else it is a whole function whose arguments are parameters
 */
record Method(String name, FunctionShape shape, int from, int to, boolean isPart) {
    /** True when an instruction stands in this method. */
    boolean holds(final int pc) {
        return pc >= shape.position(from) && (to == shape.instructionCount ? pc < shape.end : pc < shape.position(to));
    }
}
