package dev.longbeam.trace.export;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/** A table that rows are put into, column by column; columns that a row does not reach are null. Owned by one thread. */
final class SqliteTable implements AutoCloseable {
    private static final int BATCH = 1000;

    /** The database has refused. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(final SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final PreparedStatement insert;
    private final int columns;
    private int column;
    private int rows;

    /** Makes a table; columns come with their types. */
    SqliteTable(final Connection connection, final String name, final String... columns) {
        this.columns = columns.length;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + name + " (" + String.join(", ", columns) + ")");
            insert = connection.prepareStatement("INSERT OR IGNORE INTO " + name + " VALUES (" + "?, ".repeat(columns.length - 1) + "?)");
        } catch (final SQLException e) {
            throw new Failed(e);
        }
    }

    SqliteTable add(final long value) {
        try {
            insert.setLong(++column, value);
        } catch (final SQLException e) {
            throw new Failed(e);
        }
        return this;
    }

    SqliteTable add(final String value) {
        try {
            insert.setString(++column, value);
        } catch (final SQLException e) {
            throw new Failed(e);
        }
        return this;
    }

    SqliteTable nothing() {
        try {
            insert.setNull(++column, Types.NULL);
        } catch (final SQLException e) {
            throw new Failed(e);
        }
        return this;
    }

    /** Ends a row. */
    void row() {
        while (column < columns) {
            nothing();
        }
        column = 0;
        try {
            insert.addBatch();
            if (++rows % BATCH == 0) {
                insert.executeBatch();
            }
        } catch (final SQLException e) {
            throw new Failed(e);
        }
    }

    @Override
    public void close() {
        try {
            insert.executeBatch();
            insert.close();
        } catch (final SQLException e) {
            throw new Failed(e);
        }
    }
}
