extension Schema {
    /// Teams of organisations, their members, and their rights on repositories.
    static let teams = [
        """
        CREATE TABLE teams (id INTEGER PRIMARY KEY, orgID INTEGER NOT NULL, name TEXT NOT NULL, slug TEXT NOT NULL COLLATE NOCASE,
            description TEXT, privacy TEXT NOT NULL, notifications TEXT NOT NULL, permission TEXT NOT NULL, createdAt INTEGER NOT NULL,
            updatedAt INTEGER NOT NULL, UNIQUE (orgID, slug))
        """,
        """
        CREATE TABLE teamMembers (teamID INTEGER NOT NULL REFERENCES teams ON DELETE CASCADE, userID INTEGER NOT NULL, role TEXT NOT NULL,
            PRIMARY KEY (teamID, userID))
        """,
        """
        CREATE TABLE teamRepositories (teamID INTEGER NOT NULL REFERENCES teams ON DELETE CASCADE,
            repositoryID INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE, permission TEXT NOT NULL,
            PRIMARY KEY (teamID, repositoryID))
        """,
        "CREATE INDEX teamRepositories_by_repository ON teamRepositories (repositoryID)",
    ]
}
