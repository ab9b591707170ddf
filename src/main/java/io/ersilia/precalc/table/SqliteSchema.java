package io.ersilia.precalc.table;

/** The tables of the SQLite file, plain enough for any tool to read. */
final class SqliteSchema {

    /**
     * {@code models} has a row per version; its version is NULL where nobody knows it, which a primary key of SQLite
     * allows, see https://www.sqlite.org/lang_createtable.html#the_primary_key. {@code current_models} has the record of
     * the current version, which may come from another run than that version's own.
     */
    static final String CREATE = """
            CREATE TABLE predictions (
              input_key TEXT NOT NULL,
              model_id TEXT NOT NULL,
              smiles TEXT NOT NULL,
              output TEXT,
              rejected TEXT,
              timestamp TEXT NOT NULL,
              run_id TEXT NOT NULL,
              model_version TEXT,
              PRIMARY KEY (input_key, model_id)
            );
            CREATE TABLE models (
              model_id TEXT NOT NULL,
              model_version TEXT,
              columns TEXT NOT NULL,
              run_id TEXT NOT NULL,
              created TEXT NOT NULL,
              sample INTEGER NOT NULL,
              deterministic INTEGER NOT NULL,
              items INTEGER,
              rejected INTEGER,
              current INTEGER NOT NULL DEFAULT 0,
              PRIMARY KEY (model_id, model_version)
            );
            CREATE TABLE current_models (
              model_id TEXT NOT NULL PRIMARY KEY,
              model_version TEXT,
              columns TEXT NOT NULL,
              run_id TEXT NOT NULL,
              created TEXT NOT NULL,
              sample INTEGER NOT NULL,
              deterministic INTEGER NOT NULL,
              items INTEGER,
              rejected INTEGER
            );
            """;

    private SqliteSchema() {}
}
