extension Schema {
    /// Tables that conversations need beyond the first ones: milestones, review comments, issue events, annotations.
    static let completeConversations = [
        "ALTER TABLE issues ADD COLUMN milestoneID INTEGER",
        "ALTER TABLE issues ADD COLUMN locked INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE issues ADD COLUMN lockReason TEXT",
        "CREATE INDEX issues_by_state ON issues (repositoryID, state)",
        "ALTER TABLE labels ADD COLUMN isDefault INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE checkSuites ADD COLUMN headBranch TEXT",
        "ALTER TABLE checkSuites ADD COLUMN before TEXT",
        "ALTER TABLE checkSuites ADD COLUMN updatedAt INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE checkRuns ADD COLUMN annotations TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE checkRuns ADD COLUMN actions TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE deployments ADD COLUMN originalEnvironment TEXT NOT NULL DEFAULT 'production'",
        "ALTER TABLE deployments ADD COLUMN transient INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE deployments ADD COLUMN production INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE deploymentStatuses ADD COLUMN environment TEXT NOT NULL DEFAULT 'production'",
        "CREATE INDEX pulls_by_head_commit ON pulls (repositoryID, headSHA)",
        "CREATE INDEX reviews_by_issue ON reviews (issueID)",
        """
        CREATE TABLE milestones (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            number INTEGER NOT NULL, title TEXT NOT NULL, description TEXT, state TEXT NOT NULL, creatorID INTEGER NOT NULL,
            createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL, closedAt INTEGER, dueOn INTEGER, UNIQUE (repositoryID, number))
        """,
        """
        CREATE TABLE reviewRequests (issueID INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE, userID INTEGER NOT NULL,
            PRIMARY KEY (issueID, userID))
        """,
        """
        CREATE TABLE reviewComments (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL,
            issueID INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE, number INTEGER NOT NULL, reviewID INTEGER NOT NULL,
            userID INTEGER NOT NULL, body TEXT NOT NULL, path TEXT NOT NULL, diffHunk TEXT NOT NULL, position INTEGER,
            originalPosition INTEGER, commitSHA TEXT NOT NULL, originalCommitSHA TEXT NOT NULL, line INTEGER, originalLine INTEGER,
            startLine INTEGER, originalStartLine INTEGER, side TEXT NOT NULL, startSide TEXT, inReplyToID INTEGER,
            subjectType TEXT NOT NULL, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL)
        """,
        "CREATE INDEX reviewComments_by_issue ON reviewComments (issueID)",
        """
        CREATE TABLE issueEvents (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL,
            issueID INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE, actorID INTEGER NOT NULL, event TEXT NOT NULL, commitSHA TEXT,
            details TEXT NOT NULL, createdAt INTEGER NOT NULL)
        """,
        "CREATE INDEX issueEvents_by_issue ON issueEvents (issueID)",
        "CREATE INDEX issueEvents_by_repository ON issueEvents (repositoryID)",
    ]
}
