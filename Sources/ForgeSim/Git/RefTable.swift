/// The refs of one repository in memory, indexed for the frequent questions.
///
/// Pull requests make refs by the thousand, so no common question may look at all of them.
struct RefTable {
    /// By full name.
    private(set) var values: [String: String]
    /// All names in order.
    private var names: [String]
    /// The branches that point to a commit, by full name.
    private var tips: [String: Set<String>] = [:]
    /// The commits that branches reach; `nil` until they are needed, and after a branch has dropped some.
    private var reached: Set<String>?
    /// There are too many to remember.
    private var isTooLong = false

    private static let heads = "refs/heads/"
    /// Longer histories are left to git.
    private static let limit = 20_000

    init(_ values: [String: String]) {
        self.values = values
        names = values.keys.sorted()
        for (name, sha) in values where name.hasPrefix(Self.heads) { tips[sha, default: []].insert(name) }
    }

    /// The branches in the order of their names.
    var branches: [(name: String, sha: String)] {
        var branches: [(name: String, sha: String)] = []
        for name in names[place(of: Self.heads)...] {
            guard name.hasPrefix(Self.heads) else { break }
            if let sha = values[name] { branches.append((String(name.dropFirst(Self.heads.count)), sha)) }
        }
        return branches
    }

    var hasBranches: Bool { !tips.isEmpty }

    /// The branches that point to a commit, in order.
    func branches(at sha: String) -> [String] {
        (tips[sha] ?? []).map { String($0.dropFirst(Self.heads.count)) }.sorted()
    }

    /// The first ref for which the name is a folder.
    func child(of name: String) -> String? {
        let place = place(of: name + "/")
        return place < names.count && names[place].hasPrefix(name + "/") ? names[place] : nil
    }

    private func place(of name: String) -> Int {
        var range = 0..<names.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = names[middle] < name ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    // MARK: Changing

    mutating func set(_ name: String, to new: String?, _ family: GitFamily) throws {
        let old = values[name]
        guard old != new else { return }
        if name.hasPrefix(Self.heads) { try moveBranch(name, from: old, to: new, family) }
        values[name] = new
        if old == nil {
            names.insert(name, at: place(of: name))
        } else if new == nil {
            names.remove(at: place(of: name))
        }
    }

    private mutating func moveBranch(_ name: String, from old: String?, to new: String?, _ family: GitFamily) throws {
        if let new, let arrived = try arrivals(of: new, family), old.map(arrived.base.contains) ?? true {
            reached?.formUnion(arrived.commits)
        } else {
            reached = nil
        }
        if let old {
            tips[old]?.remove(name)
            if tips[old]?.isEmpty == true { tips[old] = nil }
        }
        if let new { tips[new, default: []].insert(name) }
    }

    // MARK: What branches reach

    /// The commits that a commit reaches and no branch does, and the first ones below them that branches reach.
    private func arrivals(of sha: String, _ family: GitFamily) throws -> (commits: Set<String>, base: Set<String>)? {
        guard let reached else { return nil }
        return try CommitWalk(family: family, limit: Self.limit).commits(from: [sha], stoppingAt: reached.contains)
    }

    /// The commits that a new branch would bring, oldest first; `nil`: there are too many commits to tell.
    mutating func arrivals(of sha: String, in family: GitFamily) throws -> [String]? {
        guard !isTooLong else { return nil }
        if reached == nil {
            reached = try CommitWalk(family: family, limit: Self.limit).commits(from: Array(tips.keys), stoppingAt: { _ in false })?.commits
        }
        isTooLong = reached == nil
        guard let arrived = try arrivals(of: sha, family) else { return nil }
        return try CommitWalk(family: family).sorted(arrived.commits)?.reversed()
    }
}
