package dev.longbeam.interp;

/**
 * Definition of a native record in a file (OTP 29).
 *
 * @param nameTerm name
 * @param exported true when other modules may use it
 * @param fieldTerms names of the fields in the order of the declaration
 * @param defaults the default of each field as an {@link Operand}; kind {@link Operand#U} when it has none
 */
public record RecordDefinition(long nameTerm, boolean exported, long[] fieldTerms, long[] defaults) {
    static final String REASON = "corrupt record table";
}
