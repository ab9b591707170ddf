package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.table.DeletionScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deletes those items of an SQLite table that are within a scope. */
final class SqliteDeletes {

    private static final String KEYS = " AND input_key IN (SELECT value FROM json_each(?1))";

    private static final String OWNED = " AND (?2 IS NULL OR run_id IN (SELECT value FROM json_each(?2)))"
            + " AND (?3 IS NULL OR model_version = ?3)";

    private SqliteDeletes() {}

    /**
     * Deletes the items. Call within a transaction that holds the write lock, so that the counts are exact.
     *
     * @param place where the items are, see {@link SqliteStages#place}
     */
    static Deleted delete(Connection connection, String place, Set<InchiKey> keys, DeletionScope scope)
            throws SQLException {
        String array = array(keys.stream().map(InchiKey::value));
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + place + KEYS + OWNED);
                PreparedStatement count = connection.prepareStatement("SELECT count(*) FROM " + place + KEYS)) {
            delete.setString(1, array);
            delete.setString(
                    2,
                    scope.runs().isEmpty() ? null : array(scope.runs().stream().map(RunId::value)));
            delete.setString(3, scope.version());
            count.setString(1, array);
            long deleted = delete.executeUpdate();
            try (ResultSet left = count.executeQuery()) {
                long others = left.getLong(1);
                return new Deleted(deleted, others, keys.size() - deleted - others, 0);
            }
        }
    }

    /** A JSON array. Keys and run ids contain no characters that need escaping. */
    private static String array(Stream<String> words) {
        return words.map(word -> '"' + word + '"').collect(Collectors.joining(",", "[", "]"));
    }
}
