internal import GRDB

/// The schema of `state.db`. A released migration is never edited; a change is a new one.
enum StateMigrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001_create_engine_tables") { try $0.execute(sql: engine) }
        migrator.registerMigration("0002_create_mirror") { try $0.execute(sql: mirror) }
        migrator.registerMigration("0003_number_dead_letters") { try $0.execute(sql: deadLetters) }
        migrator.registerMigration("0004_count_chained_effects") {
            try $0.execute(sql: "ALTER TABLE effects ADD COLUMN chain INTEGER NOT NULL DEFAULT 0")
        }
        migrator.registerMigration("0005_keep_settings_of_plugins") { try $0.execute(sql: settings) }
        return migrator
    }

    private static let engine = """
        CREATE TABLE settings(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO settings(key, value) VALUES ('applied_seq', '0');

        CREATE TABLE event_results(seq INTEGER PRIMARY KEY, state TEXT NOT NULL, note TEXT NOT NULL);

        CREATE TABLE effects(
          event INTEGER NOT NULL,
          position INTEGER NOT NULL,
          plugin TEXT NOT NULL,
          kind TEXT NOT NULL,
          identity TEXT NOT NULL,
          repository TEXT NOT NULL,
          number INTEGER,
          order_key TEXT NOT NULL,
          payload TEXT NOT NULL,
          context TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          outcome INTEGER,
          PRIMARY KEY(event, position)
        ) WITHOUT ROWID;
        CREATE INDEX effects_open ON effects(event, position) WHERE outcome IS NULL;

        CREATE TABLE timers(
          plugin TEXT NOT NULL,
          name TEXT NOT NULL,
          sequence INTEGER NOT NULL,
          period_ms INTEGER,
          paused INTEGER NOT NULL DEFAULT 0,
          due_at INTEGER,
          last_run_at INTEGER,
          runs INTEGER NOT NULL DEFAULT 0,
          PRIMARY KEY(plugin, name)
        ) WITHOUT ROWID;

        CREATE TABLE journal(
          id INTEGER PRIMARY KEY,
          event INTEGER NOT NULL,
          time INTEGER NOT NULL,
          actor TEXT NOT NULL,
          cause_kind TEXT NOT NULL,
          cause_id TEXT NOT NULL,
          plugin TEXT NOT NULL,
          entity TEXT NOT NULL,
          entity_id TEXT NOT NULL,
          repository TEXT,
          number INTEGER,
          field TEXT NOT NULL,
          old TEXT NOT NULL,
          new TEXT NOT NULL,
          note TEXT
        );
        CREATE INDEX journal_entity ON journal(entity, entity_id, id);
        CREATE INDEX journal_pull_request ON journal(repository, number, id);

        CREATE TABLE messages(
          id INTEGER PRIMARY KEY,
          effect TEXT NOT NULL,
          code TEXT NOT NULL,
          repository TEXT NOT NULL,
          number INTEGER NOT NULL,
          parameters TEXT NOT NULL,
          body TEXT NOT NULL,
          queued_at INTEGER NOT NULL,
          sent_at INTEGER,
          url TEXT
        );
        CREATE INDEX messages_pull_request ON messages(repository, number, id);
        CREATE INDEX messages_effect ON messages(effect);

        CREATE TABLE dead_letters(
          event INTEGER NOT NULL,
          plugin TEXT NOT NULL,
          hook TEXT NOT NULL,
          time INTEGER NOT NULL,
          message TEXT NOT NULL,
          PRIMARY KEY(event, plugin, hook)
        ) WITHOUT ROWID;
        """

    /// Several deliveries of one event may fail, and each can be retried on its own.
    private static let deadLetters = """
        ALTER TABLE dead_letters RENAME TO old_dead_letters;
        CREATE TABLE dead_letters(
          id INTEGER PRIMARY KEY,
          event INTEGER NOT NULL,
          plugin TEXT NOT NULL,
          hook TEXT NOT NULL,
          time INTEGER NOT NULL,
          message TEXT NOT NULL,
          delivery TEXT,
          state TEXT NOT NULL DEFAULT 'open',
          closed_by INTEGER
        );
        CREATE INDEX dead_letters_state ON dead_letters(state, id);
        INSERT INTO dead_letters(event, plugin, hook, time, message)
          SELECT event, plugin, hook, time, message FROM old_dead_letters ORDER BY event, plugin, hook;
        DROP TABLE old_dead_letters;
        """

    /// What only plugins read of a branch and of a repository stands in their settings, not in columns of its own.
    private static let settings = """
        ALTER TABLE people ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE branches ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
        UPDATE branches SET settings = json_object(
          'name', name, 'active', json(iif(active, 'true', 'false')), 'staging_enabled', json(iif(staging_enabled, 'true', 'false')));
        ALTER TABLE branches DROP COLUMN staging_enabled;
        UPDATE repositories SET settings = json_set(settings, '$.required_statuses', (
          SELECT json_group_array(json_object(
            'context', context, 'branches', json_object('only', json(branches_only), 'except', json(branches_except)),
            'pull_requests', pull_requests, 'stagings', json(iif(stagings, 'true', 'false'))))
          FROM (SELECT * FROM required_statuses WHERE repository = repositories.id ORDER BY ordinal)));
        DROP TABLE required_statuses;
        """

    private static let mirror = """
        CREATE TABLE projects(
          id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, active INTEGER NOT NULL, bot_name TEXT NOT NULL,
          settings TEXT NOT NULL
        );
        CREATE TABLE branches(
          id INTEGER PRIMARY KEY, project INTEGER NOT NULL REFERENCES projects, name TEXT NOT NULL,
          sequence INTEGER NOT NULL, active INTEGER NOT NULL, staging_enabled INTEGER NOT NULL, UNIQUE(project, name)
        );
        CREATE TABLE repositories(
          id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, project INTEGER NOT NULL REFERENCES projects,
          sequence INTEGER NOT NULL, branches_only TEXT, branches_except TEXT NOT NULL, visibility TEXT NOT NULL,
          settings TEXT NOT NULL
        );
        CREATE TABLE required_statuses(
          repository INTEGER NOT NULL REFERENCES repositories, context TEXT NOT NULL, branches_only TEXT,
          branches_except TEXT NOT NULL, pull_requests TEXT NOT NULL, stagings INTEGER NOT NULL, ordinal INTEGER NOT NULL,
          PRIMARY KEY(repository, context, ordinal)
        );
        CREATE TABLE pull_requests(
          id INTEGER PRIMARY KEY, repository TEXT NOT NULL, number INTEGER NOT NULL, project INTEGER NOT NULL,
          target TEXT NOT NULL, tracked INTEGER NOT NULL, head TEXT NOT NULL, head_changed_at INTEGER NOT NULL,
          head_repository TEXT, label TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, draft INTEGER NOT NULL,
          closed INTEGER NOT NULL, forge_merged INTEGER NOT NULL, author TEXT NOT NULL, commit_count INTEGER,
          url TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, UNIQUE(repository, number)
        );
        CREATE INDEX pull_requests_head ON pull_requests(head);
        CREATE INDEX pull_requests_label ON pull_requests(project, target, label);
        CREATE TABLE statuses(
          sha TEXT NOT NULL, context TEXT NOT NULL, state TEXT NOT NULL, target_url TEXT, description TEXT,
          updated_at INTEGER NOT NULL, PRIMARY KEY(sha, context)
        );
        CREATE TABLE comments(
          repository TEXT NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL, author TEXT NOT NULL,
          created_at INTEGER NOT NULL, PRIMARY KEY(repository, key)
        );
        CREATE TABLE people(
          login TEXT PRIMARY KEY COLLATE NOCASE NOT NULL, name TEXT NOT NULL, email TEXT, operator INTEGER NOT NULL
        );
        CREATE TABLE review_rights(
          login TEXT NOT NULL COLLATE NOCASE, repository TEXT NOT NULL, review INTEGER NOT NULL,
          self_review INTEGER NOT NULL, PRIMARY KEY(login, repository)
        );
        CREATE TABLE override_rights(
          login TEXT NOT NULL COLLATE NOCASE, context TEXT NOT NULL, repository TEXT
        );
        CREATE TABLE adoptions(
          repository TEXT NOT NULL, number INTEGER NOT NULL, requested_at INTEGER NOT NULL, commenter TEXT,
          again INTEGER NOT NULL DEFAULT 0,
          PRIMARY KEY(repository, number)
        );
        """
}
