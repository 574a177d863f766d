/// Compares trees in memory; what needs git's own judgement is left to git.
struct TreeComparison {
    let family: GitFamily

    /// A path that differs between two trees.
    private struct Difference {
        let path: String
        let old: GitTreeEntry?
        let new: GitTreeEntry?
    }

    private static let largest = 1 << 20

    /// What changed between two trees, ordered by path; `nil` if git has to be asked.
    func changes(from old: String?, to new: String) throws -> [FileChange]? {
        var changes: [FileChange] = []
        for difference in try differences(old, new, prefix: "").sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            guard let change = try change(difference) else { return nil }
            changes.append(change)
        }
        return changes
    }

    /// The tree of a merge in which no path changed on both sides.
    func merge(base: String, ours: String, theirs: String) throws -> String? {
        let mine = try differences(base, ours, prefix: "")
        let yours = try differences(base, theirs, prefix: "")
        guard Set(mine.map(\.path)).isDisjoint(with: yours.map(\.path)), !collide(mine, yours), !mayRename(mine, yours) else { return nil }
        return try family.tree(changing: ours, yours.map { (path: $0.path.split(separator: "/"), entry: $0.new) })
    }

    /// Whether one side has a file where the other has a folder.
    private func collide(_ mine: [Difference], _ yours: [Difference]) -> Bool {
        func folders(_ side: [Difference]) -> Set<String> {
            var folders: Set<String> = []
            for difference in side where difference.new != nil {
                var parts = difference.path.split(separator: "/")
                while parts.count > 1 {
                    parts.removeLast()
                    folders.insert(parts.joined(separator: "/"))
                }
            }
            return folders
        }
        return !folders(mine).isDisjoint(with: yours.filter { $0.new != nil }.map(\.path))
            || !folders(yours).isDisjoint(with: mine.filter { $0.new != nil }.map(\.path))
    }

    /// If one side removes and the other adds, git may detect a renamed folder.
    private func mayRename(_ mine: [Difference], _ yours: [Difference]) -> Bool {
        func removes(_ side: [Difference]) -> Bool { side.contains { $0.new == nil } }
        func adds(_ side: [Difference]) -> Bool { side.contains { $0.old == nil } }
        return removes(mine) && adds(yours) || removes(yours) && adds(mine)
    }

    // MARK: Trees

    private func differences(_ old: String?, _ new: String?, prefix: String) throws -> [Difference] {
        if old == new { return [] }
        let before = try entries(old)
        let after = try entries(new)
        var found: [Difference] = []
        for name in Set(before.keys).union(after.keys) {
            let (left, right) = (before[name], after[name])
            if left?.sha == right?.sha, left?.mode == right?.mode { continue }
            let path = prefix + name
            let leftTree = left?.kind == .tree ? left?.sha : nil
            let rightTree = right?.kind == .tree ? right?.sha : nil
            if leftTree != nil || rightTree != nil { found += try differences(leftTree, rightTree, prefix: path + "/") }
            let leftFile = leftTree == nil ? left : nil
            let rightFile = rightTree == nil ? right : nil
            if leftFile != nil || rightFile != nil { found.append(Difference(path: path, old: leftFile, new: rightFile)) }
        }
        return found
    }

    private func entries(_ sha: String?) throws -> [String: GitTreeEntry] {
        guard let sha, let entries = try family.tree(sha) else { return [:] }
        return Dictionary(entries.map { ($0.name, $0) }) { $1 }
    }

    // MARK: Lines

    private func change(_ difference: Difference) throws -> FileChange? {
        guard difference.old?.kind != .commit, difference.new?.kind != .commit else { return nil }
        let types = [difference.old, difference.new].compactMap { $0?.mode == "120000" }
        let status: Character = difference.old == nil ? "A" : difference.new == nil ? "D" : Set(types).count > 1 ? "T" : "M"
        var change = FileChange(path: difference.path, status: status, sha: difference.new?.sha ?? zeroSHA)
        if difference.old?.sha == difference.new?.sha { return change }
        let before = try difference.old.flatMap { try family.object($0.sha)?.data } ?? []
        let after = try difference.new.flatMap { try family.object($0.sha)?.data } ?? []
        guard max(before.count, after.count) <= Self.largest else { return nil }
        if before.prefix(8_000).contains(0) || after.prefix(8_000).contains(0) { return change }
        guard let (removed, added) = counts(lines(before), lines(after)) else { return nil }
        (change.deletions, change.additions) = (removed, added)
        return change
    }

    private func lines(_ data: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in data.enumerated() where byte == 0x0A {
            lines.append(data[start...index])
            start = index + 1
        }
        if start < data.count { lines.append(data[start...]) }
        return lines
    }

    /// Removed and added lines, if it is beyond doubt which lines stayed.
    private func counts(_ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]) -> (Int, Int)? {
        var start = 0
        while start < min(before.count, after.count), before[start] == after[start] { start += 1 }
        var (left, right) = (before.count, after.count)
        while left > start, right > start, before[left - 1] == after[right - 1] { (left, right) = (left - 1, right - 1) }
        let removed = before[start..<left]
        let added = after[start..<right]
        guard removed.isEmpty || added.isEmpty || Set(removed).isDisjoint(with: added) else { return nil }
        return (removed.count, added.count)
    }
}
