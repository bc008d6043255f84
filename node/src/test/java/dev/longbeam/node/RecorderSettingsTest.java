package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderSettingsTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1_767_225_600, 1_767_225_661, 1_795_392_543, 1_798_761_599})
    void shouldNameTheStartByLocalTime(final long timeS) {
        final LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(timeS), ZoneId.systemDefault());
        assertEquals(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(local), RecorderSettings.start(timeS));
    }
}
