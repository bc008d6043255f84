package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReceiveMarkersTest {
    private static final long RECEIVE = 1000;
    private static final long OTHER = 2000;

    private final ReceiveMarkers markers = new ReceiveMarkers();

    @Test
    void shouldPassOverWhatOneReceiveHasRejectedFromTheFront() {
        markers.rejected(RECEIVE, 0, 16);
        markers.rejected(RECEIVE, 16, 32);

        assertEquals(32, markers.rejectedBy(RECEIVE));
        assertEquals(0, markers.rejectedBy(OTHER), "another receive");
    }

    @Test
    void shouldNotPassOverAMessageBetweenThatWasNotRejectedForGood() {
        markers.rejected(RECEIVE, 0, 16);
        markers.rejected(RECEIVE, 32, 48);

        assertEquals(16, markers.rejectedBy(RECEIVE));
    }

    @Test
    void shouldBeginAnewForAnotherReceiveAtTheFrontOnly() {
        markers.rejected(RECEIVE, 0, 16);
        markers.rejected(OTHER, 16, 32);
        assertEquals(16, markers.rejectedBy(RECEIVE), "behind what it has not looked at itself");

        markers.rejected(OTHER, 0, 16);
        assertEquals(0, markers.rejectedBy(RECEIVE));
        assertEquals(16, markers.rejectedBy(OTHER));
    }

    @Test
    void shouldFollowMessagesThatGoOrAreReplaced() {
        markers.rejected(RECEIVE, 0, 16);
        markers.rejected(RECEIVE, 16, 32);

        markers.move(32, 64);
        assertEquals(64, markers.rejectedBy(RECEIVE), "replaced");
        markers.move(64, 16);
        assertEquals(16, markers.rejectedBy(RECEIVE), "gone");
        markers.move(16, 0);
        assertEquals(0, markers.rejectedBy(RECEIVE), "gone from the front");
    }
}
