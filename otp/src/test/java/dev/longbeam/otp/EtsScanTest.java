package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Hash;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Scans of tables with 2500 rows: chunks, order, counts and memory, line by line as {@code src/test/golden/ets_chunks.escript} printed them with the real
 * emulator.
 */
class EtsScanTest {
    private static final int ROWS = 2500;
    private static final int BAG_KEYS = 500;
    private static final int[] LIMITS = {1, 7, 100, 1000, 2500, 3000};
    private static final long AM_END = Atom.of("$end_of_table");

    private final GoldenCalls calls =
        new GoldenCalls(EtsBifs.class, EtsTableBifs.class, EtsInfoBifs.class, EtsMatchBifs.class, MatchSpecBifs.class);
    private final List<String> lines = new ArrayList<>();

    @Test
    void shouldScanAsTheEmulatorDoes() throws IOException {
        for (final String type : List.of("set", "ordered_set", "bag")) {
            for (final String options : List.of("[]", "[{write_concurrency,true}]")) {
                scan(type, options);
            }
        }

        try (var in = EtsScanTest.class.getResourceAsStream("/golden/ets_chunks.txt")) {
            final List<String> expected = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertEquals(String.join("\n", expected), String.join("\n", lines));
        }
    }

    private void scan(final String type, final String options) {
        final String prefix = type + " " + options + " ";
        final boolean bag = "bag".equals(type);
        final long table = calls.bif("ets:new/2", Atom.of("t"), Cons.make(calls.process, Atom.of(type), term(options)));
        for (int i = 1; i <= ROWS; i++) {
            final long key = Term.makeSmall(bag ? i % BAG_KEYS : i);
            calls.bif("ets:insert/2", table, Tuple.make(calls.process, key, Term.makeSmall(i)));
        }
        chunks(prefix + "select ", "ets:select/3", table);
        chunks(prefix + "reverse ", "ets:select_reverse/3", table);
        lines.add(prefix + "all " + Hash.phash2(all(table)));
        lines.add(prefix + "count " + number("ets:select_count/2", table, "[{{'$1','$2'},[{'<','$2',2000}],[true]}]"));
        lines.add(prefix + "delete " + number("ets:internal_select_delete/2", table, "[{{'$1','$2'},[{'==',0,{'rem','$2',3}}],[true]}]"));
        state(prefix, table);
        if (!bag) {
            lines.add(prefix + "replace " + number("ets:select_replace/2", table, "[{{'$1','$2'},[],[{{'$1',[{'+','$2',1}]}}]}]"));
            state(prefix, table);
        }
        for (int i = 1; i <= 2400; i++) {
            calls.bif("ets:delete/2", table, Term.makeSmall(i));
        }
        state(prefix, table);
        assertEquals(Atoms.TRUE, calls.bif("ets:delete/1", table));
    }

    private void state(final String prefix, final long table) {
        lines.add(prefix + "all " + Hash.phash2(all(table)) + " " + Term.smallValue(calls.bif("ets:info/2", table, Atom.of("size"))) + " "
            + Term.smallValue(calls.bif("ets:info/2", table, Atom.of("memory"))));
    }

    private void chunks(final String prefix, final String bif, final long table) {
        for (final int limit : LIMITS) {
            final List<Long> chunks = new ArrayList<>();
            long result = calls.bif(bif, table, term("[{{'$1','$2'},[{'>','$2',3}],[{{'$1','$2'}}]}]"), Term.makeSmall(limit));
            while (result != AM_END) {
                chunks.add(Tuple.element(result, 1));
                result = calls.bif("ets:select/1", Tuple.element(result, 2));
            }
            final long list = Cons.list(calls.process, chunks.stream().mapToLong(Long::longValue).toArray());
            lines.add(prefix + limit + " " + chunks.size() + " " + Hash.phash2(list));
        }
    }

    private long all(final long table) {
        return calls.bif("ets:match_object/2", table, Atom.of("_"));
    }

    private long number(final String bif, final long table, final String spec) {
        return Term.smallValue(calls.bif(bif, table, term(spec)));
    }

    private long term(final String text) {
        return TermText.read(calls.process, text);
    }
}
