import GRDB

extension Transaction {
    /// How the forge calls somebody's relation to a repository.
    func association(_ userID: Int64, _ repository: Repository) throws -> ForgeJSON {
        if userID == repository.ownerID { return "OWNER" }
        let permission = try Permission.of(try user(userID), on: repository, db)
        if try user(repository.ownerID).isOrganization, permission == .admin { return "MEMBER" }
        if permission > .read { return "COLLABORATOR" }
        let sql = """
            SELECT EXISTS (SELECT 1 FROM pulls p JOIN issues i ON i.id = p.issueID WHERE p.repositoryID = ? AND i.userID = ? AND p.merged)
            """
        let contributed = try Bool.fetchOne(cached: db, sql: sql, arguments: [repository.id, userID]) ?? false
        return contributed ? "CONTRIBUTOR" : "NONE"
    }
}
