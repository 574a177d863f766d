import Foundation
import Synchronization

/// The refs of one repository; its objects are those of its family.
///
/// The files are git's own loose refs, cached in memory: every change goes through ``update(_:)``.
final class GitRepository: Sendable {
    let folder: String
    let family: GitFamily
    private let state = Mutex<RefTable?>(nil)
    private let stale = Mutex<[String: Stale]>([:])

    /// Who reads refs: the API or git.
    enum Reader: String, Sendable {
        case api, git
    }

    /// An old value that readers still see for a while: the `stale_ref_ms` fault.
    private struct Stale {
        let value: String?
        let until: Int64
        let readers: Set<Reader>
    }

    /// A change of one ref; `nil` means that it does not exist.
    struct Change: Sendable {
        let ref: String
        let old: String?
        let new: String?
    }

    init(folder: String, family: GitFamily) {
        self.folder = folder
        self.family = family
    }

    static func create(folder: String, family: GitFamily, head: String) throws -> GitRepository {
        let config = """
            [uploadpack]
            \tallowAnySHA1InWant = true
            \tallowFilter = true
            [receive]
            \thideRefs = refs/pull

            """
        try GitFamily.bareLayout(folder, head: head, config: config)
        try FileManager.default.createSymbolicLink(atPath: folder + "/objects", withDestinationPath: "../../families/\(family.id)/objects")
        return GitRepository(folder: folder, family: family)
    }

    /// All refs, by full name.
    func refs() throws -> [String: String] {
        try state.withLock { state in try loaded(&state).values }
    }

    func ref(_ name: String) throws -> String? {
        try state.withLock { state in try loaded(&state).values[name] }
    }

    private func loaded(_ state: inout RefTable?) throws -> RefTable {
        if let state { return state }
        var found = try readPacked()
        let root = folder + "/refs"
        for case let path as String in FileManager.default.enumerator(atPath: root) ?? FileManager.DirectoryEnumerator() {
            guard let text = try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) else { continue }
            let sha = text.trimmingSpaces
            if sha.isSHA { found["refs/" + path] = sha }
        }
        let loaded = RefTable(found)
        state = loaded
        return loaded
    }

    /// The refs as a reader sees them: including the old values that a fault keeps visible.
    func refs(seenBy reader: Reader, now: Int64) throws -> [String: String] {
        var refs = try refs()
        let old = stale.withLock { stale in
            if !stale.isEmpty { stale = stale.filter { $0.value.until > now } }
            return stale
        }
        for (name, entry) in old where entry.readers.contains(reader) { refs[name] = entry.value }
        return refs
    }

    /// Lets readers see the old value of a ref until a time.
    func keepStale(_ name: String, value: String?, until: Int64, readers: Set<Reader>) {
        stale.withLock { $0[name] = Stale(value: value, until: until, readers: readers) }
    }

    func branch(_ name: String) throws -> String? { try ref("refs/heads/" + name) }

    /// The branches, ordered by name.
    func branches() throws -> [(name: String, sha: String)] {
        try state.withLock { state in try loaded(&state).branches }
    }

    func hasBranches() throws -> Bool { try state.withLock { state in try loaded(&state).hasBranches } }

    /// The branches that point to a commit, ordered by name.
    func branches(at sha: String) throws -> [String] { try state.withLock { state in try loaded(&state).branches(at: sha) } }

    /// The commits that a new branch would bring, oldest first; `nil`: git has to be asked.
    func arrivals(of sha: String) throws -> [String]? {
        try state.withLock { state in
            _ = try loaded(&state)
            return try state?.arrivals(of: sha, in: family)
        }
    }

    /// The branch that `HEAD` points to.
    func head() -> String {
        let text = (try? String(contentsOfFile: folder + "/HEAD", encoding: .utf8))?.trimmingSpaces ?? ""
        return text.hasPrefix("ref: refs/heads/") ? String(text.dropFirst(16)) : "main"
    }

    /// Whether everything that an object refers to exists.
    func isConnected(_ sha: String) async throws -> Bool {
        try await GitCommand.run(["rev-list", "--objects", "--quiet", sha, "--not", "--all"], in: folder).status == 0
    }

    func setHead(_ branch: String) throws {
        try Data("ref: refs/heads/\(branch)\n".utf8).write(to: URL(fileURLWithPath: folder + "/HEAD"), options: .atomic)
    }

    /// Why a ref cannot be created beside the existing ones, or nil.
    func collision(creating name: String) throws -> String? {
        let refs = try state.withLock { state in try loaded(&state) }
        if let child = refs.child(of: name) { return "'\(child)' exists; cannot create '\(name)'" }
        var parts = name.split(separator: "/")
        while parts.count > 3 {
            parts.removeLast()
            let parent = parts.joined(separator: "/")
            if refs.values[parent] != nil { return "'\(parent)' exists; cannot create '\(name)'" }
        }
        return nil
    }

    /// Writes and removes refs; the caller has checked the old values and holds the simulator's lock.
    func update(_ changes: [Change]) throws {
        for change in changes where change.new == nil { try remove(change.ref) }
        for change in changes {
            guard let new = change.new else { continue }
            let path = "\(folder)/\(change.ref)"
            let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try Data("\(new)\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        }
        try state.withLock { state in
            _ = try loaded(&state)
            for change in changes { try state?.set(change.ref, to: change.new, family) }
        }
    }

    private func remove(_ ref: String) throws {
        let path = "\(folder)/\(ref)"
        try? FileManager.default.removeItem(atPath: path)
        var parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        while parent.count > folder.count + "/refs/heads".count, rmdir(parent) == 0 {
            parent = URL(fileURLWithPath: parent).deletingLastPathComponent().path
        }
        let packed = folder + "/packed-refs"
        guard let text = try? String(contentsOfFile: packed, encoding: .utf8) else { return }
        let kept = text.split(separator: "\n").filter { !$0.hasSuffix(" " + ref) }
        try Data((kept.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: packed), options: .atomic)
    }

    private func readPacked() throws -> [String: String] {
        guard let text = try? String(contentsOfFile: folder + "/packed-refs", encoding: .utf8) else { return [:] }
        var found: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("^") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { found[String(parts[1])] = String(parts[0]) }
        }
        return found
    }
}

/// The longest full ref name, in bytes.
let longestRefName = 255

/// The rules of `git check-ref-format` for a full ref name, byte by byte as git sees it.
func isValidRefName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    let forbidden = Set(" ~^:?*[\\".utf8)
    guard bytes.count <= longestRefName, bytes.last != UInt8(ascii: "."),
        bytes.allSatisfy({ $0 > 32 && $0 != 127 && !forbidden.contains($0) })
    else { return false }
    for (index, byte) in bytes.enumerated().dropFirst() {
        let before = bytes[index - 1]
        if byte == UInt8(ascii: "."), before == byte { return false }
        if byte == UInt8(ascii: "{"), before == UInt8(ascii: "@") { return false }
    }
    let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    // A component becomes a file name.
    return parts.count >= 2
        && parts.allSatisfy { !$0.isEmpty && $0.count <= 240 && $0.first != UInt8(ascii: ".") && !$0.suffix(5).elementsEqual(".lock".utf8) }
}
