import Contract
import Foundation
import Logging

@testable import Git

/// A folder with a cache of bare repositories, gone when the test ends.
final class Workshop: Sendable {
    let directory: URL
    let cache: RepositoryCache

    init(askpass: AskpassHelper? = nil, keeper: GitKeeper? = nil, deadlines: GitSettings.Deadlines = .init()) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "switchyard-git-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        cache = try RepositoryCache(
            settings: GitSettings(
                directory: directory.appending(path: "git").path, keeper: keeper, askpass: askpass, allowsFileTransport: true,
                deadlines: deadlines, logger: logger))
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    func repository(_ name: String = "acme/site") async throws -> BareRepository {
        try await cache.repository(name)
    }

    /// The address under which a repository of this cache is served as a forge's.
    func remote(_ repository: BareRepository) -> Remote {
        Remote(url: "file://\(repository.directory)", credential: nil)
    }

    func compose(_ plan: Compose) async throws -> Compose.Result {
        try await Composer(cache: cache).compose(plan)
    }
}

let ann = CommitAuthor(name: "Ann Author", email: "ann@example.org")
let bob = CommitAuthor(name: "Bob Builder", email: "bob@example.org")
let bot = CommitAuthor(name: "Switchyard", email: "bot@example.org")

extension BareRepository {
    /// Writes a commit with these files changed; nil deletes a file.
    func commit(
        _ files: [String: String?], on parents: ObjectID..., message: String = "Change\n", author: CommitAuthor = ann,
        committer: CommitAuthor = bob, at seconds: Int64 = 1_700_000_000
    ) async throws -> ObjectID {
        let changes = files.sorted { $0.key < $1.key }.map { path, text in
            text.map { FileChange(path, text: $0) } ?? FileChange(path, .deletion)
        }
        return try await writeCommit(
            changing: changes, parents: parents, message: message,
            author: CommitSignature(author: author, seconds: seconds, zone: "+0200"),
            committer: CommitSignature(author: committer, seconds: seconds, zone: "+0200"))
    }

    func text(_ path: String, at commit: ObjectID) async throws -> String? {
        let tree = try await self.commit(commit).tree
        return try await file(path, in: tree).map { String(decoding: $0, as: UTF8.self) }
    }
}
