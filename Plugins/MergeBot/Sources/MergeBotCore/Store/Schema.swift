import PluginAPI

/// The plugin's tables. A released migration is never edited: changes are new ones.
enum Schema {
    static let migrations = [
        batches, stagingAttempts, stagings, landings, queues, openPullRequests, troubleKinds, landingRounds, compositionTimes,
        impliedApprovals, labels,
    ]

    /// Batches, and what the merge queue knows of a pull request beyond the mirror.
    ///
    /// `source`, `parent`, `detach_reason`, `limit_branch`, and a batch's `parent` and `fw_policy` are the neutral chain columns:
    /// kept here so that inheritance and filters are plain SQL, changed only by the plugin that ports.
    private static let batches = Migration(
        "0001_create_batches",
        statements: [
            """
            CREATE TABLE mergebot_splits(
                id INTEGER PRIMARY KEY, project INTEGER NOT NULL, target TEXT NOT NULL,
                staging INTEGER NOT NULL, attempt INTEGER, created_at INTEGER NOT NULL)
            """,
            """
            CREATE TABLE mergebot_batches(
                id INTEGER PRIMARY KEY, project INTEGER NOT NULL, created_at INTEGER NOT NULL,
                merge_date INTEGER, priority TEXT NOT NULL DEFAULT 'default'
                    CHECK (priority IN ('nice', 'default', 'priority', 'alone')),
                skipchecks INTEGER NOT NULL DEFAULT 0, cancel_staging INTEGER NOT NULL DEFAULT 0,
                blocked TEXT, unblocked_at INTEGER,
                split INTEGER REFERENCES mergebot_splits, split_position INTEGER,
                parent INTEGER REFERENCES mergebot_batches, fw_policy TEXT NOT NULL DEFAULT 'default'
                    CHECK (fw_policy IN ('default', 'no', 'skipci', 'skipmerge')))
            """,
            "CREATE INDEX mergebot_batches_split ON mergebot_batches(split) WHERE split IS NOT NULL",
            "CREATE INDEX mergebot_batches_open ON mergebot_batches(project) WHERE merge_date IS NULL",
            "CREATE INDEX mergebot_batches_parent ON mergebot_batches(parent) WHERE parent IS NOT NULL",
            """
            CREATE TABLE mergebot_pull_requests(
                pull_request INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES mergebot_batches,
                closed INTEGER NOT NULL DEFAULT 0, error INTEGER NOT NULL DEFAULT 0, error_reason TEXT,
                approved_by TEXT COLLATE NOCASE, approved_head TEXT, approved_at INTEGER, head_changed_at INTEGER,
                merge_method TEXT, method_head TEXT, method_warned INTEGER NOT NULL DEFAULT 0,
                link_warned INTEGER NOT NULL DEFAULT 0, inspected_head TEXT, inspected_commits INTEGER,
                status TEXT NOT NULL DEFAULT 'pending', state TEXT NOT NULL DEFAULT 'opened',
                source INTEGER, parent INTEGER, detach_reason TEXT, limit_branch TEXT,
                CHECK (source IS NULL OR ((parent IS NULL) <> (detach_reason IS NULL))))
            """,
            "CREATE INDEX mergebot_pull_requests_batch ON mergebot_pull_requests(batch)",
            "CREATE INDEX mergebot_pull_requests_source ON mergebot_pull_requests(source) WHERE source IS NOT NULL",
            "CREATE INDEX mergebot_pull_requests_parent ON mergebot_pull_requests(parent) WHERE parent IS NOT NULL",
            """
            CREATE TABLE mergebot_delegates(
                pull_request INTEGER NOT NULL, login TEXT NOT NULL COLLATE NOCASE, PRIMARY KEY(pull_request, login))
            """,
            """
            CREATE TABLE mergebot_overrides(
                pull_request INTEGER NOT NULL, context TEXT NOT NULL, state TEXT NOT NULL, target_url TEXT,
                description TEXT NOT NULL, PRIMARY KEY(pull_request, context))
            """,
            """
            CREATE TABLE mergebot_reported_failures(
                pull_request INTEGER NOT NULL, context TEXT NOT NULL, state TEXT NOT NULL, target_url TEXT,
                PRIMARY KEY(pull_request, context))
            """,
            """
            CREATE TABLE mergebot_commits(
                pull_request INTEGER NOT NULL, original TEXT NOT NULL, integrated TEXT NOT NULL,
                PRIMARY KEY(pull_request, original))
            """,
        ])

    private static let stagingAttempts = Migration(
        "0002_create_staging_attempts",
        statements: [
            """
            CREATE TABLE mergebot_attempts(
                id INTEGER PRIMARY KEY, project INTEGER NOT NULL, target TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('inspecting', 'composing', 'pushing', 'staged', 'dropped')),
                origin TEXT NOT NULL CHECK (origin IN ('alone', 'ready', 'split')), split INTEGER,
                round INTEGER NOT NULL DEFAULT 0, waiting INTEGER NOT NULL DEFAULT 0,
                stale TEXT, trouble TEXT, reason TEXT, composed TEXT, started_at INTEGER NOT NULL, ended_at INTEGER)
            """,
            """
            CREATE UNIQUE INDEX mergebot_attempts_active ON mergebot_attempts(project, target)
                WHERE state IN ('inspecting', 'composing', 'pushing')
            """,
            """
            CREATE TABLE mergebot_attempt_batches(
                attempt INTEGER NOT NULL REFERENCES mergebot_attempts, position INTEGER NOT NULL, batch INTEGER NOT NULL,
                round INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('reserved', 'planned', 'staged', 'failed', 'skipped', 'left')),
                plan TEXT, reason TEXT, PRIMARY KEY(attempt, batch))
            """,
            "CREATE INDEX mergebot_attempt_batches_batch ON mergebot_attempt_batches(batch)",
            """
            CREATE TABLE mergebot_attempt_repositories(
                attempt INTEGER NOT NULL REFERENCES mergebot_attempts, repository TEXT NOT NULL, sequence INTEGER NOT NULL,
                base TEXT, head TEXT, tree TEXT, inspection TEXT, pushed INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY(attempt, repository))
            """,
            """
            CREATE TABLE mergebot_suspensions(
                project INTEGER NOT NULL, target TEXT NOT NULL, reason TEXT NOT NULL, since INTEGER NOT NULL,
                PRIMARY KEY(project, target))
            """,
        ])

    private static let stagings = Migration(
        "0003_create_stagings",
        statements: [
            """
            CREATE TABLE mergebot_stagings(
                id INTEGER PRIMARY KEY, project INTEGER NOT NULL, target TEXT NOT NULL, attempt INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN
                    ('pending', 'landing', 'success', 'failure', 'cancelled', 'ff_failed', 'inconsistent')),
                verdict TEXT NOT NULL DEFAULT 'pending', active INTEGER NOT NULL, staged_at INTEGER NOT NULL,
                ended_at INTEGER, deadline INTEGER NOT NULL, timeout INTEGER NOT NULL, reason TEXT,
                parent INTEGER REFERENCES mergebot_stagings, likely_false_positive INTEGER NOT NULL DEFAULT 0)
            """,
            "CREATE UNIQUE INDEX mergebot_stagings_active ON mergebot_stagings(project, target) WHERE active = 1",
            "CREATE INDEX mergebot_stagings_history ON mergebot_stagings(project, target, staged_at)",
            """
            CREATE TABLE mergebot_staging_batches(
                staging INTEGER NOT NULL REFERENCES mergebot_stagings, position INTEGER NOT NULL, batch INTEGER NOT NULL,
                name TEXT NOT NULL, PRIMARY KEY(staging, position))
            """,
            "CREATE INDEX mergebot_staging_batches_batch ON mergebot_staging_batches(batch)",
            """
            CREATE TABLE mergebot_staging_pull_requests(
                staging INTEGER NOT NULL REFERENCES mergebot_stagings, position INTEGER NOT NULL, batch INTEGER NOT NULL,
                pull_request INTEGER NOT NULL, repository TEXT NOT NULL, number INTEGER NOT NULL, head TEXT NOT NULL,
                approved_by TEXT, PRIMARY KEY(staging, pull_request))
            """,
            """
            CREATE TABLE mergebot_staging_heads(
                staging INTEGER NOT NULL REFERENCES mergebot_stagings, repository TEXT NOT NULL, sequence INTEGER NOT NULL,
                base TEXT NOT NULL, head TEXT NOT NULL, tree TEXT, PRIMARY KEY(staging, repository))
            """,
            "CREATE INDEX mergebot_staging_heads_head ON mergebot_staging_heads(head)",
            """
            CREATE TABLE mergebot_staging_statuses(
                staging INTEGER NOT NULL REFERENCES mergebot_stagings, sha TEXT NOT NULL, context TEXT NOT NULL,
                state TEXT NOT NULL, target_url TEXT, description TEXT, updated_at INTEGER NOT NULL,
                PRIMARY KEY(staging, sha, context))
            """,
            """
            CREATE TABLE mergebot_staging_commits(
                staging INTEGER NOT NULL REFERENCES mergebot_stagings, pull_request INTEGER NOT NULL, original TEXT NOT NULL,
                integrated TEXT NOT NULL, PRIMARY KEY(staging, pull_request, original))
            """,
        ])

    private static let landings = Migration(
        "0004_create_landings",
        statements: [
            """
            CREATE TABLE mergebot_landings(
                staging INTEGER PRIMARY KEY REFERENCES mergebot_stagings, phase TEXT NOT NULL, position INTEGER NOT NULL,
                reason TEXT, started_at INTEGER NOT NULL, retry_at INTEGER)
            """,
            """
            CREATE TABLE mergebot_landing_steps(
                staging INTEGER NOT NULL REFERENCES mergebot_landings, position INTEGER NOT NULL, repository TEXT NOT NULL,
                base TEXT NOT NULL, head TEXT NOT NULL, was_read INTEGER NOT NULL DEFAULT 0, observed TEXT,
                moved INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(staging, position))
            """,
            """
            CREATE TABLE mergebot_certificates(
                staging INTEGER PRIMARY KEY REFERENCES mergebot_stagings, document TEXT NOT NULL, created_at INTEGER NOT NULL)
            """,
            """
            CREATE TABLE mergebot_held_events(
                id INTEGER PRIMARY KEY, staging INTEGER NOT NULL REFERENCES mergebot_stagings, kind TEXT NOT NULL,
                pull_request INTEGER NOT NULL, actor TEXT, document TEXT NOT NULL)
            """,
        ])

    private static let queues = Migration(
        "0005_create_queues",
        statements: [
            "CREATE TABLE mergebot_changed_commits(sha TEXT PRIMARY KEY, noted_at INTEGER NOT NULL)",
            "CREATE TABLE mergebot_disabled_branches(project INTEGER NOT NULL, target TEXT NOT NULL, PRIMARY KEY(project, target))",
        ])

    /// What is open is a small part of what there is.
    private static let openPullRequests = Migration(
        "0006_index_open_pull_requests",
        "CREATE INDEX mergebot_pull_requests_open ON mergebot_pull_requests(state) WHERE closed = 0")

    /// What kind of trouble an attempt had was a prefix of its text.
    private static let troubleKinds = Migration(
        "0007_add_trouble_kinds",
        "ALTER TABLE mergebot_attempts ADD COLUMN trouble_kind TEXT",
        """
        UPDATE mergebot_attempts SET trouble_kind = substr(trouble, 1, instr(trouble, ':') - 1),
          trouble = substr(trouble, instr(trouble, ':') + 1) WHERE trouble IS NOT NULL
        """,
        "ALTER TABLE mergebot_attempt_repositories DROP COLUMN pushed")

    /// What a landing asked for before is in its first round, for its outcomes name none.
    private static let landingRounds = Migration(
        "0008_add_landing_rounds",
        "ALTER TABLE mergebot_landings ADD COLUMN round INTEGER NOT NULL DEFAULT 1")

    /// The date of the commits that an attempt composes, in seconds since 1970.
    private static let compositionTimes = Migration(
        "0009_add_composition_times",
        "ALTER TABLE mergebot_attempts ADD COLUMN composition_time INTEGER",
        """
        CREATE INDEX mergebot_attempts_composition_time ON mergebot_attempts(project, composition_time)
            WHERE composition_time IS NOT NULL
        """)

    /// Who skips the checks counts as reviewer where there is none, for as long as they are skipped.
    private static let impliedApprovals = Migration(
        "0010_mark_implied_approvals",
        "ALTER TABLE mergebot_pull_requests ADD COLUMN approval_implied INTEGER NOT NULL DEFAULT 0")

    /// The label of a pull request that was split off from those with its own.
    private static let labels = Migration(
        "0011_add_labels",
        "ALTER TABLE mergebot_pull_requests ADD COLUMN label TEXT",
        "CREATE INDEX mergebot_pull_requests_label ON mergebot_pull_requests(label) WHERE label IS NOT NULL")
}
