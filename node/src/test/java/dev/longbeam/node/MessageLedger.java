package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.TraceCursor;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The messages of a recorded node, each followed from its sending to its end; fails when one of them is anywhere that it cannot be, or when
 * the length of a mailbox is another than the machine says.
 */
final class MessageLedger {
    private enum Place { UNDER_WAY, MAILBOX, RECEIVED, DROPPED, LEFT_BY_EXIT }

    private final Map<Long, Long> receivers = new HashMap<>();
    private final Map<Long, Place> places = new HashMap<>();
    private final Map<List<Long>, Integer> pairs = new HashMap<>();
    private final Map<Long, Long> mailboxes = new HashMap<>();
    private final Map<Long, Long> parents = new HashMap<>();
    private final Map<String, Long> names = new HashMap<>();
    private final Map<EventType, Integer> counts = new HashMap<>();
    private long reductions;
    private long reductionsAtMark;

    private MessageLedger() {
    }

    /** Reads a trace. */
    static MessageLedger of(final Path folder) throws IOException {
        final MessageLedger ledger = new MessageLedger();
        try (TraceReader reader = TraceReader.open(folder)) {
            // Sendings first: a message that arrives at the same moment on another scheduler must be known.
            for (final TraceCursor cursor = reader.inFileOrder(); cursor.next();) {
                ledger.sent(cursor.event());
            }
            for (final TraceCursor cursor = reader.inTimeOrder(); cursor.next();) {
                ledger.add(reader, cursor.event());
            }
            assertEquals(List.of(), reader.problems());
            assertEquals(List.of(), reader.gaps());
        }
        assertEquals(ledger.count(EventType.SEND), ledger.places.size());
        assertEquals(ledger.count(EventType.RECEIVE), ledger.in(Place.RECEIVED));
        assertEquals(ledger.count(EventType.SEND), ledger.count(EventType.RECEIVE) + ledger.count(EventType.DROP) + ledger.in(Place.LEFT_BY_EXIT)
            + ledger.in(Place.MAILBOX) + ledger.in(Place.UNDER_WAY));
        return ledger;
    }

    private void sent(final TraceEvent event) {
        if (event.type() == EventType.SEND) {
            assertNull(receivers.put(event.field("message"), event.field("to")), "message ids are unique");
            places.put(event.field("message"), Place.UNDER_WAY);
            pairs.merge(List.of(event.field("from"), event.field("to")), 1, Integer::sum);
        }
    }

    private void add(final TraceReader reader, final TraceEvent event) {
        counts.merge(event.type(), 1, Integer::sum);
        final long process = event.running();
        switch (event.type()) {
            case DELIVER -> {
                move(event.field("message"), Place.UNDER_WAY, Place.MAILBOX);
                assertEquals(receivers.get(event.field("message")), process, "it comes to the process that it was sent to");
                mailboxes.merge(process, 1L, Long::sum);
            }
            case RECEIVE -> {
                move(event.field("message"), Place.MAILBOX, Place.RECEIVED);
                assertEquals(event.field("mailbox_length"), mailboxes.merge(process, -1L, Long::sum), "length of the mailbox");
            }
            case DROP -> drop(event.field("message"));
            case EXIT -> exit(event.field("process"), event.aux());
            case SPAWN -> parents.put(event.field("child"), event.field("parent"));
            case REGISTER -> {
                names.put(reader.names().atom(event.field("name")), event.field("process"));
                reductionsAtMark = reductions;
            }
            case SLICE_END -> reductions += event.field("reductions");
            default -> {
            }
        }
    }

    private void move(final long message, final Place from, final Place to) {
        assertEquals(from, places.put(message, to), () -> "place of message " + message);
    }

    private void drop(final long message) {
        final Place before = places.put(message, Place.DROPPED);
        assertTrue(before == Place.UNDER_WAY || before == Place.MAILBOX, () -> "dropped: " + before);
        if (before == Place.MAILBOX) {
            mailboxes.merge(receivers.get(message), -1L, Long::sum);
        }
    }

    private void exit(final long process, final long left) {
        assertEquals(mailboxes.getOrDefault(process, 0L), left, "messages left at the exit");
        if (left > 0) {
            places.replaceAll((message, place) -> place == Place.MAILBOX && receivers.get(message) == process ? Place.LEFT_BY_EXIT : place);
        }
    }

    private long in(final Place place) {
        return places.values().stream().filter(at -> at == place).count();
    }

    /** Number of events of a type. */
    long count(final EventType type) {
        return counts.getOrDefault(type, 0);
    }

    /** Messages that nobody has taken, and nobody can any more or has yet. */
    long open() {
        return in(Place.UNDER_WAY) + in(Place.MAILBOX);
    }

    /** Messages from one process to another. */
    int between(final long from, final long to) {
        return pairs.getOrDefault(List.of(from, to), 0);
    }

    /** The processes that one has made, and itself: those of the process that has made so many. */
    Set<Long> familyOf(final long children) {
        final Map<Long, Long> made = parents.values().stream().collect(Collectors.groupingBy(parent -> parent, Collectors.counting()));
        final List<Long> founders = made.keySet().stream().filter(parent -> made.get(parent) == children).toList();
        assertEquals(1, founders.size(), () -> "processes that have made " + children + " others: " + founders);
        final Set<Long> family = parents.keySet().stream().filter(child -> parents.get(child).equals(founders.getFirst()))
            .collect(Collectors.toSet());
        family.add(founders.getFirst());
        return family;
    }

    /** Messages that some processes have sent each other, or others. */
    int sentBy(final Set<Long> senders, final boolean eachOther) {
        return pairs.entrySet().stream().filter(pair -> senders.contains(pair.getKey().get(0))
            && senders.contains(pair.getKey().get(1)) == eachOther).mapToInt(Map.Entry::getValue).sum();
    }

    /** The process that got a name. */
    long named(final String name) {
        return names.get(name);
    }

    /** Reductions of all slices that had ended when the last name was registered. */
    long reductionsAtMark() {
        return reductionsAtMark;
    }
}
