import Foundation
import Synchronization

/// The object store that a repository shares with all its forks.
///
/// Objects are immutable, so commits and trees are cached once read.
final class GitFamily: Sendable {
    let id: Int64
    /// The bare repository that holds the objects and no refs of its own.
    let folder: String

    private let reader: CatFile
    private let cache = Mutex<[String: GitObject]>([:])
    private let links = Mutex<[String: CommitWalk.Link]>([:])
    private static let cacheLimit = 20_000
    private static let largestCached = 1 << 16

    init(id: Int64, folder: String) {
        self.id = id
        self.folder = folder
        reader = CatFile(folder: folder)
    }

    var objects: String { folder + "/objects" }

    /// Creates the folder layout of a bare repository.
    static func create(id: Int64, folder: String) throws -> GitFamily {
        try bareLayout(folder, head: "main", config: "")
        for name in ["objects/info", "objects/pack"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        return GitFamily(id: id, folder: folder)
    }

    static func bareLayout(_ folder: String, head: String, config: String) throws {
        try FileManager.default.createDirectory(atPath: folder + "/refs/heads", withIntermediateDirectories: true)
        try Data("ref: refs/heads/\(head)\n".utf8).write(to: URL(fileURLWithPath: folder + "/HEAD"))
        let text = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n[gc]\n\tauto = 0\n" + config
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/config"))
    }

    func stop() { reader.stop() }

    // MARK: Reading

    /// The object with this id.
    func object(_ sha: String) throws -> GitObject? {
        if let known = cache.withLock({ $0[sha] }) { return known }
        guard let (found, object) = try reader.read(sha) else { return nil }
        if found == sha { remember(sha, object) }
        return object
    }

    /// The size of an object in bytes, without reading it.
    func size(_ sha: String) throws -> Int? {
        if let known = cache.withLock({ $0[sha] }) { return known.data.count }
        return try reader.header(sha)?.size
    }

    func commit(_ sha: String) throws -> GitCommit? {
        guard sha.isSHA, let object = try object(sha), object.kind == .commit else { return nil }
        return GitCommit(sha: sha, data: object.data)
    }

    /// What a walk through history needs to know about a commit; never evicted, because it is small.
    func link(_ sha: String) throws -> CommitWalk.Link? {
        if let known = links.withLock({ $0[sha] }) { return known }
        guard let commit = try commit(sha) else { return nil }
        let link = CommitWalk.Link(parents: commit.parents, seconds: commit.committer.seconds)
        links.withLock { $0[sha] = link }
        return link
    }

    func tree(_ sha: String) throws -> [GitTreeEntry]? {
        guard let object = try object(sha), object.kind == .tree else { return nil }
        return GitTreeEntry.parse(object.data)
    }

    /// Resolves a full or abbreviated id to an existing object.
    func expand(_ prefix: String) throws -> String? {
        guard prefix.utf8.count >= 4, prefix.utf8.count <= 40, prefix.allSatisfy(\.isHexDigit) else { return nil }
        let name = prefix.lowercased()
        if name.isSHA, cache.withLock({ $0[name] != nil }) { return name }
        return try reader.read(name)?.sha
    }

    /// The blob at a path of a commit's tree.
    func file(_ path: String, in commit: String) throws -> [UInt8]? {
        guard let entry = try entry(path, in: commit), entry.kind == .blob else { return nil }
        return try object(entry.sha)?.data
    }

    /// The tree entry at a path of a commit's tree.
    func entry(_ path: String, in commit: String) throws -> GitTreeEntry? {
        guard var tree = try self.commit(commit)?.tree else { return nil }
        var found: GitTreeEntry?
        for part in path.split(separator: "/") {
            guard let entry = try self.tree(tree)?.first(where: { $0.name == part }) else { return nil }
            found = entry
            tree = entry.sha
        }
        return found
    }

    // MARK: Writing

    @discardableResult
    func write(_ kind: GitKind, _ data: [UInt8]) throws -> String {
        let object = GitObject(kind: kind, data: data)
        let sha = try LooseObject.write(object, objects: objects)
        remember(sha, object)
        return sha
    }

    /// Writes the tree that results from putting entries into another (or, without an id, removing paths from it).
    func tree(changing base: String?, _ changes: [(path: [Substring], entry: GitTreeEntry?)]) throws -> String? {
        var entries = try base.flatMap { try tree($0) } ?? []
        let groups = Dictionary(grouping: changes) { $0.path.first ?? "" }
        for (name, group) in groups.sorted(by: { $0.key < $1.key }) {
            let existing = entries.first { $0.name == name }
            entries.removeAll { $0.name == name }
            let nested = group.filter { $0.path.count > 1 }
            if let leaf = group.last(where: { $0.path.count == 1 }) {
                if let entry = leaf.entry { entries.append(entry) }
                if nested.isEmpty { continue }
                entries.removeAll { $0.name == name }
            }
            guard !nested.isEmpty else { continue }
            let below = existing?.kind == .tree ? existing?.sha : nil
            if let sha = try tree(changing: below, nested.map { (Array($0.path.dropFirst()), $0.entry) }) {
                entries.append(GitTreeEntry(mode: "040000", name: String(name), sha: sha))
            }
        }
        if entries.isEmpty, base != nil || changes.isEmpty == false, changes.allSatisfy({ $0.entry == nil }) { return nil }
        return try write(.tree, GitTreeEntry.encode(entries))
    }

    private func remember(_ sha: String, _ object: GitObject) {
        guard object.data.count <= Self.largestCached else { return }
        cache.withLock { cache in
            if cache.count >= Self.cacheLimit { cache.removeAll() }
            cache[sha] = object
        }
    }
}

/// One changed file between two trees.
struct FileChange: Sendable {
    let path: String
    /// `A`, `M`, `D` or `T`.
    let status: Character
    let sha: String
    var additions = 0
    var deletions = 0

    /// Parses the output of `git diff-tree --raw --numstat -z`.
    static func parse(_ text: String) -> [FileChange] {
        var changes: [FileChange] = []
        var index: [String: Int] = [:]
        let fields = text.split(separator: "\0", omittingEmptySubsequences: true)
        var position = 0
        while position < fields.count {
            let field = fields[position]
            if field.hasPrefix(":"), position + 1 < fields.count {
                let parts = field.split(separator: " ")
                let path = String(fields[position + 1])
                index[path] = changes.count
                changes.append(FileChange(path: path, status: parts.last?.first ?? "M", sha: parts.count > 3 ? String(parts[3]) : zeroSHA))
                position += 2
                continue
            }
            let parts = field.split(separator: "\t", maxSplits: 2)
            if parts.count == 3, let at = index[String(parts[2])] {
                changes[at].additions = Int(parts[0]) ?? 0
                changes[at].deletions = Int(parts[1]) ?? 0
            }
            position += 1
        }
        return changes
    }
}
