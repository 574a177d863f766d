internal import GRDB

/// The schema of `host.db`. A released migration is never edited; a change is a new one.
enum HostMigrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001_create_host_tables") { database in
            try database.execute(
                sql: """
                    CREATE TABLE inbox(
                      seq INTEGER PRIMARY KEY AUTOINCREMENT,
                      source TEXT NOT NULL,
                      delivery TEXT NOT NULL,
                      kind TEXT NOT NULL,
                      time INTEGER NOT NULL,
                      repository TEXT,
                      number INTEGER,
                      actor TEXT,
                      sha TEXT,
                      document TEXT NOT NULL,
                      raw BLOB,
                      ignored TEXT,
                      UNIQUE(source, delivery)
                    );
                    CREATE INDEX inbox_raw ON inbox(time) WHERE raw IS NOT NULL;

                    CREATE TABLE receipts(
                      effect TEXT PRIMARY KEY NOT NULL,
                      event INTEGER NOT NULL,
                      position INTEGER NOT NULL,
                      state TEXT NOT NULL,
                      attempts INTEGER NOT NULL,
                      next_attempt_at INTEGER,
                      started_at INTEGER,
                      finished_at INTEGER,
                      code TEXT,
                      message TEXT
                    ) WITHOUT ROWID;
                    CREATE INDEX receipts_state ON receipts(state, event, position);

                    CREATE TABLE api_tokens(
                      name TEXT PRIMARY KEY NOT NULL,
                      hash BLOB NOT NULL UNIQUE,
                      role TEXT NOT NULL,
                      login TEXT,
                      created_at INTEGER NOT NULL
                    ) WITHOUT ROWID;

                    CREATE TABLE settings(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("0002_create_crashes") { database in
            try database.execute(
                sql: """
                    CREATE TABLE crashes(
                      id INTEGER PRIMARY KEY, time INTEGER NOT NULL, event INTEGER, plugin TEXT, hook TEXT, reason TEXT NOT NULL,
                      forgiven INTEGER NOT NULL DEFAULT 0
                    );
                    CREATE INDEX crashes_plugin ON crashes(plugin, time);

                    CREATE TABLE set_aside(
                      event INTEGER NOT NULL, plugin TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(event, plugin)
                    ) WITHOUT ROWID;

                    CREATE TABLE quarantines(
                      plugin TEXT PRIMARY KEY NOT NULL, sha256 TEXT NOT NULL, time INTEGER NOT NULL, reason TEXT NOT NULL
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("0003_index_events_to_apply") { database in
            try database.execute(sql: "CREATE INDEX inbox_to_apply ON inbox(seq) WHERE ignored IS NULL")
        }
        migrator.registerMigration("0004_note_retries_of_effects") { database in
            try database.execute(
                sql: """
                    ALTER TABLE receipts ADD COLUMN retried_at INTEGER;
                    ALTER TABLE receipts ADD COLUMN retried_after INTEGER;
                    """)
        }
        migrator.registerMigration("0005_index_lists") { database in
            // The number follows the repository, so that the index skips the repository's other pull requests.
            try database.execute(
                sql: """
                    CREATE INDEX inbox_about ON inbox(repository, seq, number);
                    CREATE INDEX inbox_kind ON inbox(kind, seq);
                    """)
        }
        return migrator
    }
}
