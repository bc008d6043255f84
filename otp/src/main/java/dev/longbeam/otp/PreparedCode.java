package dev.longbeam.otp;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodeLoader;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.term.MagicResource;

/** Code that is prepared but not loaded: what the magic reference of {@code prepare_loading} holds. Any thread. */
final class PreparedCode implements MagicResource {
    final Code code;
    /** It has been loaded. */
    volatile boolean finished;
    private final CodeTable table;

    PreparedCode(final CodeTable table, final Code code) {
        this.table = table;
        this.code = code;
    }

    @Override
    public void dispose() {
        if (!finished) {
            CodeLoader.discard(table, code);
        }
    }
}
