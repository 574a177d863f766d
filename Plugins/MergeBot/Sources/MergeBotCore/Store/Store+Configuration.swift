import PluginAPI

/// A project as configured.
struct Project {
    let id: ProjectID
    let name: String
    let isActive: Bool
    let botName: String
    let settings: JSON

    var isStagingEnabled: Bool { settings[Keys.stagingEnabled] }
    var preference: Selection.Preference { settings[Keys.stagingPriority] }
    var batchLimit: Int { settings[Keys.batchLimit] }
    var timeoutMinutes: Int64 { Int64(settings[Keys.ciTimeoutMinutes]) }
    var timeout: Int64 { timeoutMinutes * 60_000 }
    var settleSeconds: Int64 { Int64(settings[Keys.approvalSettleSeconds]) }
    /// Whether statuses of the forge decide about stagings; otherwise only those that an operator or a CI service posts.
    var usesForgeStatuses: Bool { settings[Keys.stagingStatuses] == .forge }
}

/// A branch of a project that can be a target.
struct Branch {
    let name: String
    let isActive: Bool
    let isStagingEnabled: Bool
}

/// A repository of a project.
struct Repository {
    let id: Int64
    let name: String
    let sequence: Int
    let branches: BranchFilter
    let visibility: String
}

extension Store {
    func projects() throws -> [Project] {
        try host.query("SELECT * FROM projects ORDER BY id").map(Self.project)
    }

    func project(_ id: ProjectID) throws -> Project? {
        try host.first("SELECT * FROM projects WHERE id = ?", id).map(Self.project)
    }

    private static func project(_ row: Row) throws -> Project {
        Project(
            id: try row.id("id"), name: try row.string("name"), isActive: try row.bool("active"), botName: try row.string("bot_name"),
            settings: try row.json("settings"))
    }

    /// Newest first, inactive ones too.
    func branches(of project: ProjectID) throws -> [Branch] {
        try host.query("SELECT * FROM branches WHERE project = ? ORDER BY sequence, name", project).map(Self.branch)
    }

    func branch(_ project: ProjectID, _ name: String) throws -> Branch? {
        try host.first("SELECT * FROM branches WHERE project = ? AND name = ?", project, name).map(Self.branch)
    }

    private static func branch(_ row: Row) throws -> Branch {
        Branch(
            name: try row.string("name"), isActive: try row.bool("active"), isStagingEnabled: try row.json("settings")[Keys.stagingEnabled])
    }

    /// In repository order.
    func repositories(of project: ProjectID) throws -> [Repository] {
        try host.query("SELECT * FROM repositories WHERE project = ? ORDER BY sequence, id", project).map { row in
            Repository(
                id: try row.int64("id"), name: try row.string("name"), sequence: try row.int("sequence"),
                branches: try Self.filter(row), visibility: try row.string("visibility"))
        }
    }

    /// Those that exist on the branch, in repository order.
    func repositories(of project: ProjectID, on target: String) throws -> [Repository] {
        try repositories(of: project).filter { $0.branches.matches(target) }
    }

    /// What the gate looks at of a pull request.
    func member(_ pullRequest: PullRequest) throws -> BatchBlock.Member {
        var member = pullRequest.member
        let row = try host.first("SELECT branches_only, branches_except FROM repositories WHERE name = ?", pullRequest.name.repository)
        member.isExcluded = try row.map { try !Self.filter($0).matches(pullRequest.target) } ?? true
        return member
    }

    /// In the order of the configuration.
    func requiredStatuses(of repository: String) throws -> [RequiredStatus] {
        try host.first("SELECT settings FROM repositories WHERE name = ?", repository)?.json("settings")[Keys.requiredStatuses] ?? []
    }

    private static func filter(_ row: Row) throws -> BranchFilter {
        let only = row["branches_only"].isNull ? JSON.null : try row.json("branches_only")
        let except = row["branches_except"].isNull ? JSON.null : try row.json("branches_except")
        return BranchFilter(only: only.array?.compactMap(\.string), except: (except.array ?? []).compactMap(\.string))
    }

    /// Why an operator has to look before anything is staged for the branch again.
    func suspension(_ project: ProjectID, _ target: String) throws -> String? {
        try host.first("SELECT reason FROM mergebot_suspensions WHERE project = ? AND target = ?", project, target)?.string("reason")
    }

    func suspend(_ project: ProjectID, _ target: String, reason: String) throws {
        try host.execute(
            "INSERT OR REPLACE INTO mergebot_suspensions(project, target, reason, since) VALUES (?, ?, ?, ?)", project, target, reason, now)
    }

    func resume(_ project: ProjectID, _ target: String) throws {
        try host.execute("DELETE FROM mergebot_suspensions WHERE project = ? AND target = ?", project, target)
    }
}
