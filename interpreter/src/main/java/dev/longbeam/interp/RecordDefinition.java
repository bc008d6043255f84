package dev.longbeam.interp;

import java.math.BigInteger;

/**
 * Definition of a native record in a file (OTP 29).
 *
 * @param nameTerm name
 * @param exported true when other modules may use it
 * @param fieldTerms names of the fields in the order of the declaration
 * @param defaults the default of each field as an {@link Operand}; kind {@link Operand#U} when it has none
 * @param bigDefaults defaults of kind {@link Operand#BIG_INT}, else null
 */
public record RecordDefinition(long nameTerm, boolean exported, long[] fieldTerms, long[] defaults,
    BigInteger[] bigDefaults) {
    static final String REASON = "corrupt record table";
}
