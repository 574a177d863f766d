extension Schema {
    /// Branch rules, the former names of renamed repositories, subscriptions, memberships.
    static let rules = [
        """
        CREATE TABLE rulesets (id INTEGER PRIMARY KEY, repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            name TEXT NOT NULL, target TEXT NOT NULL, enforcement TEXT NOT NULL, bypass TEXT NOT NULL, conditions TEXT NOT NULL,
            rules TEXT NOT NULL, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL)
        """,
        "CREATE INDEX rulesets_by_repository ON rulesets (repositoryID)",
        """
        CREATE TABLE protections (repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE, branch TEXT NOT NULL,
            settings TEXT NOT NULL, PRIMARY KEY (repositoryID, branch))
        """,
        """
        CREATE TABLE redirects (ownerID INTEGER NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
            repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE, PRIMARY KEY (ownerID, name))
        """,
        """
        CREATE TABLE subscriptions (repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE, userID INTEGER NOT NULL,
            subscribed INTEGER NOT NULL, ignored INTEGER NOT NULL, createdAt INTEGER NOT NULL, PRIMARY KEY (repositoryID, userID))
        """,
        """
        CREATE TABLE memberships (orgID INTEGER NOT NULL, userID INTEGER NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL,
            PRIMARY KEY (orgID, userID))
        """,
    ]

    /// GitHub Apps, their installations and tokens.
    static let apps = [
        """
        CREATE TABLE apps (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL, ownerID INTEGER NOT NULL,
            botID INTEGER NOT NULL, clientID TEXT NOT NULL UNIQUE, clientSecret TEXT NOT NULL, publicKey TEXT NOT NULL,
            description TEXT, externalURL TEXT NOT NULL, permissions TEXT NOT NULL, events TEXT NOT NULL, hookURL TEXT,
            hookContentType TEXT NOT NULL, hookSecret TEXT, hookInsecure TEXT NOT NULL, createdAt INTEGER NOT NULL,
            updatedAt INTEGER NOT NULL)
        """,
        """
        CREATE TABLE installations (id INTEGER PRIMARY KEY, appID INTEGER NOT NULL REFERENCES apps ON DELETE CASCADE,
            accountID INTEGER NOT NULL, selection TEXT NOT NULL, suspendedAt INTEGER, createdAt INTEGER NOT NULL,
            updatedAt INTEGER NOT NULL, UNIQUE (appID, accountID))
        """,
        """
        CREATE TABLE installationRepositories (installationID INTEGER NOT NULL REFERENCES installations ON DELETE CASCADE,
            repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE, PRIMARY KEY (installationID, repositoryID))
        """,
        """
        CREATE TABLE installationTokens (token TEXT PRIMARY KEY, installationID INTEGER NOT NULL REFERENCES installations ON DELETE CASCADE,
            expiresAt INTEGER NOT NULL, permissions TEXT NOT NULL, repositories TEXT)
        """,
        "CREATE TABLE manifests (code TEXT PRIMARY KEY, ownerID INTEGER NOT NULL, manifest TEXT NOT NULL, createdAt INTEGER NOT NULL)",
    ]
}
