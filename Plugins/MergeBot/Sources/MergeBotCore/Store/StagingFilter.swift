import PluginAPI

/// What a list of stagings is narrowed down to; nil and empty members narrow nothing.
struct StagingFilter {
    /// A project's name.
    var project: String?
    var target: String?
    var isActive: Bool?
    var state: String?
    /// Each of these is a head of the staging.
    var staged: [String] = []
    /// Each of these is a commit that it landed.
    var merged: [String] = []
    /// Only stagings that were made before this one.
    var before: Int64?
    var oldestFirst = false

    /// The conditions on `s`, with their arguments.
    fileprivate var conditions: [(sql: String, argument: any SQLConvertible)] {
        var conditions: [(sql: String, argument: any SQLConvertible)] = []
        if let project { conditions.append(("s.project = (SELECT id FROM projects WHERE name = ?)", project)) }
        if let target { conditions.append(("s.target = ?", target)) }
        if let isActive { conditions.append(("s.active = ?", isActive)) }
        if let state { conditions.append(("s.state = ?", state)) }
        for sha in staged {
            conditions.append(("EXISTS (SELECT 1 FROM mergebot_staging_heads h WHERE h.staging = s.id AND h.head = ?)", sha))
        }
        for sha in merged {
            let landed = "EXISTS (SELECT 1 FROM mergebot_staging_heads h WHERE h.staging = s.id AND h.base <> h.head AND h.head = ?)"
            conditions.append(("s.state = 'success' AND \(landed)", sha))
        }
        if let before { conditions.append(("s.id < ?", before)) }
        return conditions
    }
}

extension Store {
    /// Newest first, unless the filter says otherwise.
    func stagings(_ filter: StagingFilter, limit: Int) throws -> [Staging] {
        let conditions = filter.conditions
        let condition = conditions.isEmpty ? "1" : conditions.map(\.sql).joined(separator: " AND ")
        return try host.query(
            "SELECT * FROM mergebot_stagings s WHERE \(condition) ORDER BY s.id\(filter.oldestFirst ? "" : " DESC") LIMIT \(limit)",
            arguments: conditions.map { $0.argument.sqlValue }
        ).map(Self.staging)
    }
}
