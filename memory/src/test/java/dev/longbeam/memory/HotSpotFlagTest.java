package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

import org.junit.jupiter.api.Test;

class HotSpotFlagTest {
    @Test
    void shouldFindTheFlagThatTheJvmNames() {
        final HotSpotFlag flag = HotSpotFlag.find("TieredStopAtLevel").orElseThrow();

        assertEquals(named("TieredStopAtLevel"), flag.get());
    }

    @Test
    void shouldChangeWhatTheJvmSees() {
        final HotSpotFlag flag = HotSpotFlag.find("Tier3DelayOff").orElseThrow();
        final long before = flag.get();
        try {
            flag.set(before + 1);
            assertEquals(before + 1, named("Tier3DelayOff"));
        } finally {
            flag.set(before);
        }
    }

    @Test
    void shouldFindNoFlagThatIsNotThere() {
        assertTrue(HotSpotFlag.find("TieredStopAtLeve").isEmpty());
        assertTrue(HotSpotFlag.find("TieredStopAtLevel2").isEmpty());
    }

    private static long named(final String flag) {
        return Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(flag).getValue());
    }
}
