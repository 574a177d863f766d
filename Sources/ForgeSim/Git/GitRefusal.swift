import GRDB

/// How git clients are told that they may not do something: plain texts, which git shows behind `remote:`.
extension Routes {
    static let challenge = gitChallenge("Repository not found.")
    static let writeChallenge = gitChallenge("No anonymous write access.")
    static let gitBadCredentials = gitChallenge(
        "Invalid username or token. Password authentication is not supported for Git operations.")

    private static func gitChallenge(_ message: String) -> Refusal {
        Refusal(status: 401, message: message, headers: [("WWW-Authenticate", "Basic realm=\"GitHub\"")])
    }

    /// Answers errors of a handler in git's form.
    static func speakingGit(_ handler: @escaping Handler) -> Handler {
        { call in
            do {
                return try await handler(call)
            } catch let refusal as Refusal {
                return refusal.gitReply
            }
        }
    }
}

extension Refusal {
    var gitReply: Reply {
        let text = status == 404 ? "Repository not found." : message
        return Reply(status: status, headers: headers, body: .bytes(Array(text.utf8), type: "text/plain; charset=utf-8"))
    }
}

/// Who may push, and to which refs.
struct PushRight: Sendable {
    let user: User
    /// `nil`: all refs; otherwise the head branches of pull requests whose authors allow edits by maintainers.
    var refs: Set<String>?

    /// Refuses somebody who may not push at all.
    static func of(_ call: Call, _ repository: Repository) throws -> PushRight {
        guard let user = call.user else { throw Routes.writeChallenge }
        if repository.archived { throw Refusal.forbidden("This repository was archived so it is read-only.") }
        return try call.read { tx in
            if try Permission.of(user, on: repository, tx.db) >= .write { return PushRight(user: user) }
            let sql = "SELECT * FROM pulls WHERE headRepositoryID = ? AND open AND maintainerCanModify"
            let pulls = try Pull.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id]).filter { pull in
                guard let target = try Repository.fetchOne(cached: tx.db, key: pull.repositoryID) else { return false }
                return try Permission.of(user, on: target, tx.db) >= .write
            }
            guard !pulls.isEmpty else {
                throw Refusal.forbidden("Permission to \(try tx.fullName(repository)).git denied to \(user.login).")
            }
            return PushRight(user: user, refs: Set(pulls.map { "refs/heads/\($0.headRef)" }))
        }
    }
}
