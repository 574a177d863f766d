import GRDB

/// Whether a commit has the statuses and check runs that a branch requires.
struct RequiredChecks {
    let repository: Repository
    let db: Database

    /// The names that a setting requires, in both of its forms.
    static func contexts(_ checks: ForgeJSON) -> [String] {
        let names =
            (checks["checks"].array ?? []).compactMap { $0["context"].string } + (checks["contexts"].array ?? []).compactMap(\.string)
        return names.enumerated().filter { index, name in !names[..<index].contains(name) }.map(\.element)
    }

    /// What is missing, in the forge's words.
    func problem(_ contexts: [String], sha: String) throws -> String? {
        let states = try contexts.compactMap { name in try state(name, sha).map { (name, $0) } }
        guard let first = states.first else { return nil }
        if contexts.count == 1 { return "Required status check \"\(first.0)\" is \(first.1)." }
        if states.allSatisfy({ $0.1 == "expected" }) { return "\(states.count) of \(contexts.count) required status checks are expected." }
        let parts = ["expected", "pending", "failing"].compactMap { kind in
            let count = states.count { $0.1 == kind }
            return count > 0 ? "\(count) \(kind)" : nil
        }
        return "\(states.count) of \(contexts.count) required status checks have not succeeded: \(parts.joined(separator: ", "))."
    }

    /// `nil` for success.
    private func state(_ context: String, _ sha: String) throws -> String? {
        let status = "SELECT state FROM statuses WHERE repositoryID = ? AND sha = ? AND context = ? ORDER BY id DESC LIMIT 1"
        if let state = try String.fetchOne(cached: db, sql: status, arguments: [repository.id, sha, context]) {
            return state == "success" ? nil : state == "pending" ? "pending" : "failing"
        }
        let run = "SELECT * FROM checkRuns WHERE repositoryID = ? AND sha = ? AND name = ? ORDER BY id DESC LIMIT 1"
        guard let found = try CheckRun.fetchOne(cached: db, sql: run, arguments: [repository.id, sha, context]) else { return "expected" }
        guard found.status == "completed" else { return "pending" }
        return ["success", "neutral", "skipped"].contains(found.conclusion ?? "") ? nil : "failing"
    }
}
