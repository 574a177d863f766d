import GRDB

/// `PATCH /repos/{owner}/{repo}`.
struct RepositoryEditing {
    let call: Call

    func run() throws -> Reply {
        let repository = try call.repository(.admin)
        let user = try call.signedIn()
        let body = try call.json()
        try RepositoryMaking.checkDescription(body)
        let unarchives = body["archived"].bool == false
        if repository.archived, !unarchives { throw Refusal.forbidden("Repository was archived so is read-only.") }
        let branch = body["default_branch"].string
        if let branch, try call.git(repository).branch(branch) == nil {
            throw Refusal.field(
                "Repository", "default_branch", "invalid",
                "The branch \(branch) was not found. Please push that ref first or create it via the Git Data API.")
        }
        let name = body["name"].isNull ? nil : try RepositoryMaking.name(body)
        let updated = try call.change { tx in
            var record = repository
            if let name, name != repository.name { try rename(&record, name, user, tx) }
            if let branch { record.defaultBranch = branch }
            if body.has("description") { record.description = body["description"].string }
            if let value = body["private"].bool { record.private = value }
            if let value = body["visibility"].string { record.private = value != "public" }
            record.settings = try RepositoryOptions.changing(record.options, body).text
            record.updatedAt = tx.now
            try record.update(tx.db)
            try RepositoryEvents(tx: tx, old: repository, new: record, sender: user).emit()
            return record
        }
        if let branch { try call.git(repository).setHead(branch) }
        return try call.read { .json(try $0.renderFull(updated, for: call.user)) }
    }

    /// The old name leads to the repository until another one takes it.
    private func rename(_ record: inout Repository, _ name: String, _ user: User, _ tx: Transaction) throws {
        let owner = try tx.user(record.ownerID)
        if let other = try Repository.find(tx.db, owner: owner.login, name: name), other.id != record.id {
            throw Refusal.field("Repository", "name", "custom", "name already exists on this account")
        }
        try tx.db.execute(sql: "DELETE FROM redirects WHERE ownerID = ? AND name = ?", arguments: [owner.id, name])
        try tx.db.execute(sql: "INSERT OR REPLACE INTO redirects VALUES (?, ?, ?)", arguments: [owner.id, record.name, record.id])
        record.name = name
    }
}
