import GRDB

/// Records which refs are about to move, so that a process that is killed halfway leaves nothing half done.
///
/// Refs are files and their consequences are in the tables: without the record, a pull request could stay behind its branch for ever.
/// There is one push at a time, under the simulator's lock.
struct RefMoves: Sendable {
    let database: DatabaseQueue
    /// `false` for state that ends with the process.
    let isLasting: Bool

    static let table = """
        CREATE TABLE moves (repositoryID INTEGER NOT NULL, userID INTEGER NOT NULL, ref TEXT NOT NULL, old TEXT, new TEXT,
            announced INTEGER NOT NULL)
        """

    /// - Parameter pull: The pull request that the move merges.
    func begin(_ changes: [GitRepository.Change], _ repository: Repository, _ user: User, merging pull: Pull?) throws {
        guard isLasting else { return }
        try database.write { db in
            for change in changes {
                try db.execute(
                    sql: "INSERT INTO moves VALUES (?, ?, ?, ?, ?, 0, ?)",
                    arguments: [repository.id, user.id, change.ref, change.old, change.new, pull?.id])
            }
        }
    }

    /// The events of the push are recorded, in the same transaction.
    func announced(_ db: Database) throws {
        if isLasting { try db.execute(sql: "UPDATE moves SET announced = 1") }
    }

    /// Nothing is left to do, or nothing that a restart could do better.
    func end() {
        if isLasting { try? database.write { try $0.execute(sql: "DELETE FROM moves") } }
    }

    private struct Note {
        let repository: Repository?
        let user: User
        let change: GitRepository.Change
        let announced: Bool
        let pull: Pull?
    }

    private func notes(_ world: World) throws -> [Note] {
        try world.read(base: world.base) { tx in
            try Row.fetchAll(tx.db, sql: "SELECT * FROM moves ORDER BY rowid").map { row in
                Note(
                    repository: try Repository.fetchOne(cached: tx.db, key: row["repositoryID"]), user: try tx.user(row["userID"]),
                    change: .init(ref: row["ref"], old: row["old"], new: row["new"]), announced: row["announced"],
                    pull: try (row["pullID"] as Int64?).flatMap { try Pull.fetchOne(cached: tx.db, key: $0) })
            }
        }
    }

    /// Does what the last process still had to do when it was killed; the caller holds the simulator's lock.
    func finish(_ world: World) async throws {
        let notes = try notes(world)
        defer { end() }
        guard let first = notes.first, let repository = first.repository else { return }
        let call = Call(
            world: world, method: "POST", path: "/_start", query: [:], headers: [:], body: [], user: first.user, base: world.base,
            outbox: Outbox())
        let git = try call.git(repository)
        let changes = try notes.map(\.change).filter { try git.ref($0.ref) == $0.new }
        let moved = Set(changes.map(\.ref))
        if let pull = first.pull, let sha = changes.first?.new {
            try PullChanges(call: call, repository: repository, user: first.user).close(pull, merged: sha)
        }
        let others = try git.branches().filter { !moved.contains("refs/heads/\($0.name)") }.map(\.sha)
        var arrivals: [String: [String]] = [:]
        for change in changes where change.old == nil && change.ref.hasPrefix("refs/heads/") {
            if let new = change.new { arrivals[change.ref] = try await git.family.commits(from: [new], excluding: others) }
        }
        try await RefChanges(call: call, repository: repository, git: git, user: first.user)
            .follow(changes, arrivals, isAnnounced: first.announced)
        _ = world.deliveries.enqueue(call.outbox.take(), world: world)
    }
}
