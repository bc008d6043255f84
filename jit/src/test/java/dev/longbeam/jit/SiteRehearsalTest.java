package dev.longbeam.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteRehearsalTest {
    /** Words of arguments that no other test calls with. */
    private static final int FIRST_WORDS = 20;
    private static final int TRIES = 5;

    @Test
    void shouldLeaveNothingToGenerateToTheSecondSiteOfAType() throws ReflectiveOperationException {
        long least = Long.MAX_VALUE;
        for (int words = FIRST_WORDS; words < FIRST_WORDS + TRIES; words++) {
            final List<MethodTypeDesc> type = List.of(Names.type("JP" + "J".repeat(words)));
            final long first = loadedBy(type);
            assertTrue(first > 1, "the first site of a type loads what links it");
            least = Math.min(least, loadedBy(type));
        }
        // Another thread of the test's JVM may load a class meanwhile, but not each time.
        assertEquals(1, least, "only the class with the site itself");
    }

    @Test
    void shouldRehearseEveryKindOfSiteOnce() throws ReflectiveOperationException {
        for (int arity = 0; arity <= 6; arity++) {
            SiteRehearsal.rehearse(List.of(
                DynamicCallSiteDesc.of(CallEmitter.EXPORT, "call", Names.type("JP" + "J".repeat(arity)), 0),
                DynamicCallSiteDesc.of(CallEmitter.FUN, "call", Names.type("JPJ" + "J".repeat(arity)), 0, 0),
                DynamicCallSiteDesc.of(CallEmitter.APPLY, "call", Names.type("JPJJ" + "J".repeat(arity)), 0, 0, 0)));
        }
        final DynamicCallSiteDesc known = DynamicCallSiteDesc.of(CallEmitter.FUN, "call", Names.type("JPJJ"), 7, 9);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            final long before = loaded();
            SiteRehearsal.rehearse(List.of(known));
            least = Math.min(least, loaded() - before);
        }
        assertEquals(0, least);
    }

    private static long loadedBy(final List<MethodTypeDesc> types) throws ReflectiveOperationException {
        final long before = loaded();
        SiteRehearsal.link(types);
        return loaded() - before;
    }

    private static long loaded() {
        return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    }
}
