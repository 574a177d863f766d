import GRDB

/// The simulator's tables. Columns have the names of the records' properties.
enum Schema {
    static func migrate(_ database: DatabaseQueue) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001_create_tables") { db in
            for statement in people + repositories + conversations + commits + hooks { try db.execute(sql: statement) }
        }
        migrator.registerMigration("0002_complete_conversations") { db in
            for statement in completeConversations { try db.execute(sql: statement) }
        }
        migrator.registerMigration("0003_create_rules_and_apps") { db in
            for statement in rules + apps { try db.execute(sql: statement) }
        }
        migrator.registerMigration("0004_count_issues") { db in
            for statement in counts { try db.execute(sql: statement) }
        }
        migrator.registerMigration("0005_keep_exchanges") { db in
            try db.execute(sql: "ALTER TABLE deliveries ADD COLUMN exchange TEXT NOT NULL DEFAULT '{}'")
        }
        migrator.registerMigration("0006_create_teams") { db in
            for statement in teams { try db.execute(sql: statement) }
        }
        migrator.registerMigration("0007_create_settings") { db in
            for statement in [Settings.table, RefMoves.table] { try db.execute(sql: statement) }
        }
        migrator.registerMigration("0008_keep_commits_of_pull_requests") { db in
            for statement in pullCommits { try db.execute(sql: statement) }
            try db.execute(sql: "ALTER TABLE moves ADD COLUMN pullID INTEGER")
        }
        guard try !database.read(migrator.hasBeenSuperseded) else {
            throw ForgeSimError("the state was written by a newer forgesim; use that one, or another folder")
        }
        try migrator.migrate(database)
    }

    private static let people = [
        "CREATE TABLE counters (kind TEXT PRIMARY KEY, value INTEGER NOT NULL)",
        """
        CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE COLLATE NOCASE, type TEXT NOT NULL, name TEXT, email TEXT,
            role TEXT, createdAt INTEGER NOT NULL)
        """,
        "CREATE TABLE tokens (token TEXT PRIMARY KEY, userID INTEGER NOT NULL REFERENCES users, scopes TEXT NOT NULL)",
    ]

    private static let repositories = [
        """
        CREATE TABLE repositories (id INTEGER PRIMARY KEY, ownerID INTEGER NOT NULL REFERENCES users, name TEXT NOT NULL COLLATE NOCASE,
            familyID INTEGER NOT NULL, parentID INTEGER, sourceID INTEGER, defaultBranch TEXT NOT NULL, private INTEGER NOT NULL,
            description TEXT, settings TEXT NOT NULL, nextNumber INTEGER NOT NULL, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL,
            pushedAt INTEGER NOT NULL, UNIQUE (ownerID, name))
        """,
        """
        CREATE TABLE collaborators (repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            userID INTEGER NOT NULL REFERENCES users, permission TEXT NOT NULL, PRIMARY KEY (repositoryID, userID))
        """,
        """
        CREATE TABLE invitations (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            inviteeID INTEGER NOT NULL, inviterID INTEGER NOT NULL, permission TEXT NOT NULL, createdAt INTEGER NOT NULL)
        """,
        """
        CREATE TABLE labels (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            name TEXT NOT NULL COLLATE NOCASE, color TEXT NOT NULL, description TEXT, UNIQUE (repositoryID, name))
        """,
    ]

    private static let conversations = [
        """
        CREATE TABLE issues (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            number INTEGER NOT NULL, isPull INTEGER NOT NULL, title TEXT NOT NULL, body TEXT, userID INTEGER NOT NULL, state TEXT NOT NULL,
            stateReason TEXT, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL, closedAt INTEGER, closedByID INTEGER,
            UNIQUE (repositoryID, number))
        """,
        """
        CREATE TABLE pulls (id INTEGER PRIMARY KEY, issueID INTEGER NOT NULL UNIQUE REFERENCES issues ON DELETE CASCADE,
            repositoryID INTEGER NOT NULL, number INTEGER NOT NULL, headRepositoryID INTEGER, headOwnerID INTEGER NOT NULL,
            headRef TEXT NOT NULL, headSHA TEXT NOT NULL, baseRef TEXT NOT NULL, baseSHA TEXT NOT NULL, draft INTEGER NOT NULL,
            open INTEGER NOT NULL, merged INTEGER NOT NULL, mergedAt INTEGER, mergedByID INTEGER, mergeCommitSHA TEXT,
            maintainerCanModify INTEGER NOT NULL, commits INTEGER NOT NULL, additions INTEGER NOT NULL, deletions INTEGER NOT NULL,
            changedFiles INTEGER NOT NULL, mergeable INTEGER, mergeableFor TEXT)
        """,
        "CREATE INDEX pulls_by_head ON pulls (headRepositoryID, headRef)",
        "CREATE INDEX pulls_by_base ON pulls (repositoryID, baseRef)",
        """
        CREATE TABLE comments (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL, issueID INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
            number INTEGER NOT NULL, userID INTEGER NOT NULL, body TEXT NOT NULL, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL)
        """,
        "CREATE INDEX comments_by_issue ON comments (issueID)",
        """
        CREATE TABLE reviews (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL, issueID INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
            number INTEGER NOT NULL, userID INTEGER NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL, commitSHA TEXT NOT NULL,
            submittedAt INTEGER NOT NULL)
        """,
        """
        CREATE TABLE reactions (id INTEGER PRIMARY KEY, subject TEXT NOT NULL, subjectID INTEGER NOT NULL, userID INTEGER NOT NULL,
            content TEXT NOT NULL, createdAt INTEGER NOT NULL, UNIQUE (subject, subjectID, userID, content))
        """,
        """
        CREATE TABLE issueLabels (issueID INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
            labelID INTEGER NOT NULL REFERENCES labels ON DELETE CASCADE, PRIMARY KEY (issueID, labelID))
        """,
        """
        CREATE TABLE assignees (issueID INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE, userID INTEGER NOT NULL,
            PRIMARY KEY (issueID, userID))
        """,
    ]

    private static let commits = [
        """
        CREATE TABLE statuses (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            sha TEXT NOT NULL, state TEXT NOT NULL, context TEXT NOT NULL, description TEXT, targetURL TEXT, userID INTEGER NOT NULL,
            createdAt INTEGER NOT NULL)
        """,
        "CREATE INDEX statuses_by_sha ON statuses (repositoryID, sha)",
        """
        CREATE TABLE checkSuites (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            sha TEXT NOT NULL, userID INTEGER NOT NULL, createdAt INTEGER NOT NULL, UNIQUE (repositoryID, sha, userID))
        """,
        """
        CREATE TABLE checkRuns (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            suiteID INTEGER NOT NULL REFERENCES checkSuites ON DELETE CASCADE, sha TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL,
            conclusion TEXT, externalID TEXT NOT NULL, detailsURL TEXT, title TEXT, summary TEXT, text TEXT, startedAt INTEGER,
            completedAt INTEGER, userID INTEGER NOT NULL)
        """,
        "CREATE INDEX checkRuns_by_sha ON checkRuns (repositoryID, sha)",
        """
        CREATE TABLE deployments (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            sha TEXT NOT NULL, ref TEXT NOT NULL, task TEXT NOT NULL, environment TEXT NOT NULL, description TEXT, payload TEXT NOT NULL,
            userID INTEGER NOT NULL, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL)
        """,
        """
        CREATE TABLE deploymentStatuses (id INTEGER PRIMARY KEY, deploymentID INTEGER NOT NULL REFERENCES deployments ON DELETE CASCADE,
            state TEXT NOT NULL, description TEXT, targetURL TEXT, environmentURL TEXT, userID INTEGER NOT NULL, createdAt INTEGER NOT NULL)
        """,
    ]

    private static let hooks = [
        """
        CREATE TABLE hooks (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            url TEXT NOT NULL, contentType TEXT NOT NULL, secret TEXT, insecureSSL TEXT NOT NULL, events TEXT NOT NULL,
            active INTEGER NOT NULL, paused INTEGER NOT NULL, lastCode INTEGER, lastStatus TEXT NOT NULL, lastMessage TEXT,
            createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL)
        """,
        """
        CREATE TABLE deliveries (seq INTEGER PRIMARY KEY, guid TEXT NOT NULL, hookID INTEGER NOT NULL, repositoryID INTEGER NOT NULL,
            repository TEXT NOT NULL, event TEXT NOT NULL, action TEXT, state TEXT NOT NULL, status INTEGER, createdAt INTEGER NOT NULL,
            deliveredAt INTEGER, payload TEXT NOT NULL, response TEXT, redelivery INTEGER NOT NULL)
        """,
        "CREATE INDEX deliveries_by_state ON deliveries (hookID, state)",
    ]
}
