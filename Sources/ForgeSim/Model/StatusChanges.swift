import GRDB

/// Sets statuses, with the event that follows.
struct StatusChanges {
    let call: Call
    let repository: Repository
    let user: User

    @discardableResult
    func create(_ sha: String, state: String, context: String, description: String?, targetURL: String?) throws -> CommitStatus {
        let git = try call.git(repository)
        guard let commit = try git.family.commit(sha) else { throw Refusal.unprocessable("No commit found for SHA: \(sha)") }
        let branches = try git.branches(at: sha)
        return try call.change { tx in
            let sql = "SELECT count(*) FROM statuses WHERE repositoryID = ? AND sha = ? AND context = ?"
            guard try Int.fetchOne(cached: tx.db, sql: sql, arguments: [repository.id, sha, context]) ?? 0 < 1000 else {
                throw Refusal.custom("Status", "This SHA and context has reached the maximum number of statuses.")
            }
            let status = CommitStatus(
                id: try tx.db.nextID("status"), repositoryID: repository.id, sha: sha, state: state, context: context,
                description: description, targetURL: targetURL, userID: user.id, createdAt: tx.now)
            try status.insert(tx.db)
            try tx.emit("status", nil, repository, sender: user, try event(status, commit, branches, tx))
            return status
        }
    }

    private func event(_ status: CommitStatus, _ commit: GitCommit, _ branches: [String], _ tx: Transaction) throws -> ForgeJSON {
        let api = try tx.apiURL(repository)
        return [
            "id": .int(status.id), "sha": .string(status.sha), "name": .string(try tx.fullName(repository)),
            "target_url": ForgeJSON(status.targetURL), "avatar_url": .string("\(tx.base)/avatars/u/\(user.id)?v=4"),
            "context": .string(status.context), "description": ForgeJSON(status.description), "state": .string(status.state),
            "commit": try tx.render(commit, repository),
            "branches": .array(
                branches.map { branch in
                    [
                        "name": .string(branch),
                        "commit": ["sha": .string(status.sha), "url": .string("\(api)/commits/\(status.sha)")],
                        "protected": false,
                    ]
                }),
            "created_at": Times.json(status.createdAt), "updated_at": Times.json(status.createdAt),
        ]
    }
}
