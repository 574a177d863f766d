internal import Contract

/// Makes new trees from old ones.
struct TreeEditor {
    let store: ObjectStore

    /// The tree with the changes applied; directories that become empty disappear.
    func apply(_ changes: [FileChange], to tree: ObjectID) throws -> ObjectID {
        try apply(changes.map { (path: $0.path[...], kind: $0.kind) }, to: tree) ?? store.write([], .tree)
    }

    /// The entry at a path, or nil.
    func entry(_ path: String, in tree: ObjectID) throws -> Tree.Entry? {
        var current = tree
        let parts = path.split(separator: "/")
        for (index, part) in parts.enumerated() {
            let content = try store.tree(current)
            guard let entry = content.entries.first(where: { content.name($0).elementsEqual(part.utf8) }) else { return nil }
            if index == parts.count - 1 { return entry }
            guard entry.isDirectory else { return nil }
            current = entry.id
        }
        return nil
    }

    private func apply(_ edits: [(path: Substring, kind: FileChange.Kind)], to tree: ObjectID) throws -> ObjectID? {
        let old = try store.tree(tree)
        var nodes: [[UInt8]: (mode: UInt32, id: ObjectID)] = [:]
        for entry in old.entries { nodes[Array(old.name(entry))] = (entry.mode, entry.id) }
        var below: [[UInt8]: [(path: Substring, kind: FileChange.Kind)]] = [:]
        for edit in edits {
            let parts = edit.path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, !first.isEmpty, first != ".", first != "..", first.lowercased() != ".git" else {
                throw GitError(.invalidRequest, "'\(edit.path)' cannot be a path in a tree.")
            }
            let name = Array(first.utf8)
            if parts.count == 2 {
                below[name, default: []].append((parts[1], edit.kind))
            } else {
                nodes[name] = try node(edit.kind)
            }
        }
        for (name, edits) in below {
            let directory = nodes[name].flatMap { $0.mode == Tree.Mode.directory ? $0.id : nil } ?? .emptyTree
            nodes[name] = try apply(edits, to: directory).map { (Tree.Mode.directory, $0) }
        }
        return try write(nodes)
    }

    private func node(_ kind: FileChange.Kind) throws -> (mode: UInt32, id: ObjectID)? {
        switch kind {
        case .file(let content): (Tree.Mode.file, try store.write(content, .blob))
        case .executable(let content): (Tree.Mode.executable, try store.write(content, .blob))
        case .link(let target): (Tree.Mode.link, try store.write(Array(target.utf8), .blob))
        case .submodule(let commit): (Tree.Mode.submodule, commit)
        case .deletion: nil
        }
    }

    private func write(_ nodes: [[UInt8]: (mode: UInt32, id: ObjectID)]) throws -> ObjectID? {
        guard !nodes.isEmpty else { return nil }
        let slash = UInt8(ascii: "/")
        let ordered = nodes.map { (key: $0.value.mode == Tree.Mode.directory ? $0.key + [slash] : $0.key, name: $0.key, node: $0.value) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        var builder = TreeBuilder(capacity: nodes.count * 40)
        for item in ordered { builder.append(mode: item.node.mode, name: item.name, id: item.node.id) }
        return try store.write(builder.content, .tree)
    }
}
