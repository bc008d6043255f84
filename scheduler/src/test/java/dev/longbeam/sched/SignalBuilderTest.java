package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermPrinter;
import dev.longbeam.term.Tuple;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalBuilderTest {
    private static final long SENDER = Pid.makeLocal(7);

    private final LocalHeap heap = new LocalHeap();
    private final SignalBuilder builder = new SignalBuilder();

    private long list(final int length) {
        long list = Term.NIL;
        for (int i = 0; i < length; i++) {
            list = Cons.make(heap, Term.makeSmall(i), list);
        }
        return list;
    }

    private long term(final Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> list(random.nextInt(3));
            case 1 -> Tuple.make(heap, Atoms.OK, list(2));
            case 2 -> Tuple.make(heap, Atoms.OK, Tuple.make(heap, list(1)));
            case 3 -> Tuple.make(heap, Tuple.make(heap, Bitstring.make(heap, new byte[100])), Term.NIL);
            case 4 -> Tuple.make(heap, Atoms.OK, Term.makeSmall(1));
            default -> Cons.list(heap, list(1), Atoms.OK);
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldCopyInBlocksOfTheRightSizeWhateverCameBefore(final long seed) {
        final long blocks = Blocks.liveBlocks(MemoryKind.SIGNAL);
        final Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            final long term = term(random);
            for (int times = 1 + random.nextInt(4); times > 0; times--) {
                final long signal = builder.copy(SignalLayout.MESSAGE, SENDER, term);
                assertEquals(TermCopy.sizeWords(term), SignalLayout.termWords(signal), () -> TermPrinter.text(term));
                assertTrue(Compare.exactEqual(term, SignalLayout.term(signal)), () -> TermPrinter.text(term));
                Signals.discard(signal);
            }
        }
        assertEquals(blocks, Blocks.liveBlocks(MemoryKind.SIGNAL));
    }

    @Test
    void shouldForeseeWhatASenderHasSentTwice() {
        final MessageSizes sizes = new MessageSizes();
        sizes.had(SENDER, 6);
        assertEquals(0, sizes.foreseen(SENDER));
        sizes.had(SENDER, 6);
        assertEquals(6, sizes.foreseen(SENDER));
        assertEquals(0, sizes.foreseen(Pid.makeLocal(8)));
        sizes.had(SENDER, 8);
        assertEquals(0, sizes.foreseen(SENDER));
        sizes.had(SENDER, 0);
        sizes.had(SENDER, 0);
        assertEquals(0, sizes.foreseen(SENDER));
    }
}
