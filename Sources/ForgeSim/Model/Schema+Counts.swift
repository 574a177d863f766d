extension Schema {
    /// Keeps single calls fast in a repository with many issues: nothing counts or searches them one by one.
    static let counts = [
        "CREATE INDEX pulls_by_number ON pulls (repositoryID, number)",
        "CREATE INDEX pulls_by_state ON pulls (repositoryID, open, number)",
        "CREATE INDEX comments_by_repository ON comments (repositoryID)",
        "CREATE INDEX repositories_by_parent ON repositories (parentID)",
        "CREATE INDEX repositories_by_family ON repositories (familyID)",
        "CREATE INDEX hooks_by_repository ON hooks (repositoryID)",
        "CREATE INDEX deliveries_by_journal ON deliveries (state)",
        """
        CREATE TABLE issueCounts (repositoryID INTEGER PRIMARY KEY REFERENCES repositories ON DELETE CASCADE, open INTEGER NOT NULL)
        """,
        "INSERT INTO issueCounts SELECT repositoryID, sum(state = 'open') FROM issues GROUP BY repositoryID",
        """
        CREATE TRIGGER issues_made AFTER INSERT ON issues BEGIN
            INSERT OR IGNORE INTO issueCounts VALUES (NEW.repositoryID, 0);
            UPDATE issueCounts SET open = open + (NEW.state = 'open') WHERE repositoryID = NEW.repositoryID;
        END
        """,
        """
        CREATE TRIGGER issues_changed AFTER UPDATE OF state ON issues WHEN OLD.state <> NEW.state BEGIN
            UPDATE issueCounts SET open = open + (NEW.state = 'open') - (OLD.state = 'open') WHERE repositoryID = NEW.repositoryID;
        END
        """,
        """
        CREATE TRIGGER issues_gone AFTER DELETE ON issues WHEN OLD.state = 'open' BEGIN
            UPDATE issueCounts SET open = open - 1 WHERE repositoryID = OLD.repositoryID;
        END
        """,
    ]

    /// The commits by which a pull request is found without looking at every other one.
    static let pullCommits = [
        """
        CREATE TABLE pullCommits (sha TEXT NOT NULL, pullID INTEGER NOT NULL REFERENCES pulls ON DELETE CASCADE, PRIMARY KEY (sha, pullID))
            WITHOUT ROWID
        """,
        "CREATE INDEX pullCommits_by_pull ON pullCommits (pullID)",
        "CREATE INDEX pulls_by_merge_commit ON pulls (repositoryID, mergeCommitSHA)",
    ]
}
