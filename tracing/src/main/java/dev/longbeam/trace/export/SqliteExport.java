package dev.longbeam.trace.export;

import dev.longbeam.trace.EventField;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceClock;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.MessageTimes;
import dev.longbeam.trace.report.MessageTracker;
import dev.longbeam.trace.report.TraceProgress;
import dev.longbeam.trace.report.TraceScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A database of SQLite: a table for each type of event that occurs, and besides {@code node}, {@code functions}, {@code processes} and
 * {@code messages}, these with the parts of their waits. Times are nanoseconds since the start of the node.
 */
final class SqliteExport {
    private final TraceReader trace;
    private final TraceClock clock;
    private final EventValues values;
    private final Connection connection;
    private final Map<EventType, SqliteTable> events = new EnumMap<>(EventType.class);
    private final MessageTracker tracker;
    private final SqliteTable messages;

    private SqliteExport(final TraceReader trace, final Connection connection) throws SQLException {
        this.trace = trace;
        this.connection = connection;
        clock = trace.clock();
        values = new EventValues(trace);
        tracker = new MessageTracker(trace, this::message);
        messages = new SqliteTable(connection, "messages", "message TEXT PRIMARY KEY", "sender TEXT", "receiver TEXT", "cause TEXT", "words INTEGER",
            "send_ns INTEGER", "deliver_ns INTEGER", "receive_ns INTEGER", "end_ns INTEGER", "latency_ns INTEGER", "inbox_ns INTEGER",
            "mailbox_ns INTEGER", "queue_ns INTEGER", "collect_ns INTEGER", "busy_ns INTEGER", "idle_ns INTEGER", "handling_ns INTEGER",
            "scanned INTEGER", "mailbox_length INTEGER");
    }

    static void write(final TraceReader trace, final Path file, final TraceProgress progress) throws IOException {
        Files.deleteIfExists(file);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            try (Statement statement = connection.createStatement()) {
                // The file is of use only when it is complete, and then it can be made again.
                statement.execute("PRAGMA journal_mode=OFF");
                statement.execute("PRAGMA synchronous=OFF");
            }
            connection.setAutoCommit(false);
            new SqliteExport(trace, connection).run(progress);
            connection.commit();
        } catch (final SQLException | SqliteTable.Failed e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private void run(final TraceProgress progress) throws IOException, SQLException {
        TraceScan.inTimeOrder(trace, progress, event -> {
            tracker.apply(event);
            event(event);
        });
        tracker.finish(trace.lastTicks());
        for (final MessageTimes message : tracker.unreceived()) {
            if (message.id() != 0) {
                message(message);
            }
        }
        node();
        functions();
        processes();
        for (final SqliteTable table : events.values()) {
            table.close();
        }
        messages.close();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE INDEX messages_by_receiver ON messages (receiver, send_ns)");
            statement.execute("CREATE INDEX messages_by_cause ON messages (cause)");
        }
    }

    private void event(final TraceEvent event) {
        final EventType type = event.type();
        final SqliteTable table = events.computeIfAbsent(type, this::table);
        table.add(clock.sinceStart(event.time())).add(event.stream()).add(event.running() == 0 ? null : Pids.text(event.running()));
        if (type.aux() != null) {
            field(table, type.aux(), event.aux());
        }
        for (int i = 0; i < type.fieldCount(); i++) {
            field(table, type.fieldAt(i), event.field(i));
        }
        if (type.hasText()) {
            table.add(event.text());
        }
        table.row();
    }

    private void field(final SqliteTable table, final EventField field, final long raw) {
        if (EventValues.isText(field)) {
            table.add(values.text(field, raw));
        } else {
            table.add(values.number(field, raw));
        }
    }

    private SqliteTable table(final EventType type) {
        final List<String> columns = new ArrayList<>(List.of("ns INTEGER", "stream INTEGER", "running TEXT"));
        if (type.aux() != null) {
            columns.add(column(type.aux()));
        }
        for (int i = 0; i < type.fieldCount(); i++) {
            columns.add(column(type.fieldAt(i)));
        }
        if (type.hasText()) {
            columns.add("text TEXT");
        }
        return new SqliteTable(connection, "event_" + type.label(), columns.toArray(String[]::new));
    }

    private static String column(final EventField field) {
        return '"' + EventValues.column(field) + "\" " + (EventValues.isText(field) ? "TEXT" : "INTEGER");
    }

    private void message(final MessageTimes message) {
        messages.add(Pids.message(message.id())).add(Pids.text(message.from())).add(Pids.text(message.to()))
            .add(message.cause() == 0 ? null : Pids.message(message.cause())).add(message.sizeWords()).add(clock.sinceStart(message.sendTicks()));
        if (message.deliverTicks() == 0) {
            messages.nothing();
        } else {
            messages.add(clock.sinceStart(message.deliverTicks()));
        }
        if (message.isReceived()) {
            messages.add(clock.sinceStart(message.receiveTicks())).add(clock.sinceStart(message.endTicks())).add(clock.nanos(message.latencyTicks()))
                .add(clock.nanos(message.inboxTicks())).add(clock.nanos(message.mailboxTicks())).add(clock.nanos(message.queueTicks()))
                .add(clock.nanos(message.collectTicks())).add(clock.nanos(message.busyTicks())).add(clock.nanos(message.idleTicks()))
                .add(clock.nanos(message.handlingTicks())).add(message.scanned()).add(message.mailboxLength());
        }
        messages.row();
    }

    private void node() {
        try (SqliteTable table = new SqliteTable(connection, "node", "key TEXT PRIMARY KEY", "value TEXT")) {
            trace.names().facts().forEach((key, value) -> table.add(key).add(value).row());
            table.add("start").add(clock.instant(clock.startTicks()).toString()).row();
        }
    }

    private void functions() {
        try (SqliteTable table = new SqliteTable(connection, "functions", "id INTEGER PRIMARY KEY", "module TEXT", "name TEXT", "arity INTEGER")) {
            trace.names().forEachFunction((id, function) -> table.add(id).add(function.module()).add(function.name()).add(function.arity()).row());
        }
    }

    private void processes() {
        try (SqliteTable table = new SqliteTable(connection, "processes", "pid TEXT PRIMARY KEY", "name TEXT", "initial_call TEXT", "parent TEXT",
            "spawn_ns INTEGER", "exit_ns INTEGER", "exit_reason TEXT")) {
            tracker.processes().forEach(process -> {
                table.add(Pids.text(process.pid())).add(process.lastName())
                    .add(process.initialCall() == null ? null : process.initialCall().toString())
                    .add(process.isSpawned() ? Pids.text(process.parentPid()) : null);
                if (process.isSpawned()) {
                    table.add(clock.sinceStart(process.spawnTicks()));
                } else {
                    table.nothing();
                }
                if (process.isExited()) {
                    table.add(clock.sinceStart(process.exitTicks())).add(process.exitReason());
                }
                table.row();
            });
        }
    }
}
