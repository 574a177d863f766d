import Contract

@testable import Git

/// A snapshot as a test knows it: paths and their contents.
struct Snapshot {
    enum Node: Hashable {
        case file(String)
        case executable(String)
        case link(String)
        case submodule(ObjectID)
    }

    var nodes: [String: Node] = [:]

    /// Writes it as a tree from scratch.
    func write(to store: ObjectStore) throws -> ObjectID {
        let changes = nodes.sorted { $0.key < $1.key }.map { path, node in
            switch node {
            case .file(let text): FileChange(path, .file(Array(text.utf8)))
            case .executable(let text): FileChange(path, .executable(Array(text.utf8)))
            case .link(let target): FileChange(path, .link(target))
            case .submodule(let id): FileChange(path, .submodule(id))
            }
        }
        return try TreeEditor(store: store).apply(changes, to: .emptyTree)
    }

    /// Sets a path, unless that would put a file where a directory is needed or the other way round.
    mutating func set(_ path: String, _ node: Node) {
        guard !nodes.keys.contains(where: { $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") }) else { return }
        nodes[path] = node
    }

    /// Sets a path and removes whatever is in its way.
    mutating func replace(_ path: String, _ node: Node) {
        for key in nodes.keys where key.hasPrefix(path + "/") || path.hasPrefix(key + "/") { nodes[key] = nil }
        nodes[path] = node
    }
}

/// The kinds of change that the generators know.
enum Mutation: CaseIterable {
    case edit, add, delete, rename, renameDirectory, mode, link, gitlink, clash, moveAndEdit, sameDelete

    static let ordinary: [Mutation] = [.edit, .edit, .edit, .add, .mode]
}

/// Makes random snapshots and random changes to them.
struct RandomTrees {
    var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// A tree of a few directories with files of several lines, similar but not identical.
    mutating func base(files: ClosedRange<Int>) -> Snapshot {
        var snapshot = Snapshot()
        for _ in 0..<Int.random(in: files, using: &random) {
            let path = newPath()
            snapshot.set(path, random.once(in: 12) ? .executable(text(path)) : .file(text(path)))
        }
        if random.once(in: 3) { snapshot.set("links/l\(number(3))", .link("target\(number(3))")) }
        if random.once(in: 3) { snapshot.set("modules/m\(number(3))", .submodule(randomID())) }
        return snapshot
    }

    mutating func change(_ snapshot: Snapshot, with mutations: [Mutation]) -> Snapshot {
        var snapshot = snapshot
        for mutation in mutations { apply(mutation, to: &snapshot) }
        if snapshot.nodes.isEmpty { snapshot.set("rest", .file("rest\n")) }
        return snapshot
    }

    mutating func mutations(from kinds: [Mutation], upTo count: Int) -> [Mutation] {
        (0..<Int.random(in: 1...count, using: &random)).map { _ in kinds[number(kinds.count)] }
    }

    private mutating func apply(_ mutation: Mutation, to snapshot: inout Snapshot) {
        guard let path = snapshot.nodes.keys.sorted().randomElement(using: &random), let node = snapshot.nodes[path] else { return }
        switch mutation {
        case .edit: edit(path, &snapshot)
        case .add:
            let path = newPath()
            if snapshot.nodes[path] == nil { snapshot.set(path, .file(text(path))) }
        case .delete, .sameDelete: snapshot.nodes[path] = nil
        case .rename, .moveAndEdit:
            snapshot.nodes[path] = nil
            let target = newPath()
            snapshot.set(target, node)
            if mutation == .moveAndEdit { edit(target, &snapshot) }
        case .renameDirectory: renameDirectory(of: path, &snapshot)
        case .mode:
            if case .file(let text) = node { snapshot.nodes[path] = .executable(text) }
            if case .executable(let text) = node { snapshot.nodes[path] = .file(text) }
        case .link: snapshot.replace(random.once(in: 2) ? path : "links/l\(number(3))", .link("target\(number(5))"))
        case .gitlink: snapshot.replace(random.once(in: 4) ? path : "modules/m\(number(3))", .submodule(randomID()))
        case .clash:
            let directory = path.split(separator: "/").dropLast().joined(separator: "/")
            if random.once(in: 2), !directory.isEmpty {
                snapshot.replace(directory, .file(text(directory)))
            } else {
                snapshot.replace(path + "/inner", .file(text(path)))
            }
        }
    }

    private mutating func edit(_ path: String, _ snapshot: inout Snapshot) {
        switch snapshot.nodes[path] {
        case .file(let text): snapshot.nodes[path] = .file(edited(text))
        case .executable(let text): snapshot.nodes[path] = .executable(edited(text))
        default: break
        }
    }

    private mutating func renameDirectory(of path: String, _ snapshot: inout Snapshot) {
        let directory = path.split(separator: "/").dropLast().joined(separator: "/")
        guard !directory.isEmpty else { return }
        let target = "moved\(number(3))"
        for (path, node) in snapshot.nodes.sorted(by: { $0.key < $1.key }) where path.hasPrefix(directory + "/") {
            snapshot.nodes[path] = nil
            snapshot.set(target + path.dropFirst(directory.count), node)
        }
    }

    private mutating func edited(_ text: String) -> String {
        var lines = text.split(separator: "\n").map(String.init)
        let line = number(max(lines.count, 1))
        if line < lines.count { lines[line] = "changed \(number(50))" } else { lines.append("changed \(number(50))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func newPath() -> String {
        let names = ["a", "b", "c", "lib", "src", "a.b", "a-b", "x", "core"]
        let depth = number(4)
        var parts = (0..<depth).map { _ in names[number(names.count)] }
        parts.append("\(names[number(names.count)])\(number(12)).txt")
        return parts.joined(separator: "/")
    }

    private mutating func text(_ path: String) -> String {
        let kind = number(4)
        return (0..<10).map { "line \($0) of kind \(kind)\n" }.joined() + "own \(path) \(number(1000))\n"
    }

    private mutating func randomID() -> ObjectID {
        let digits = (0..<40).map { _ in String(number(16), radix: 16) }.joined()
        return ObjectID(digits) ?? .zero
    }

    private mutating func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
}
