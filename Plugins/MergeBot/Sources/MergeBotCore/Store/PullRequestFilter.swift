import PluginAPI

/// What a list of pull requests is narrowed down to.
struct PullRequestFilter {
    /// What a pull request can be asked to be equal in; the names are those of the API's parameters.
    enum Field: String, CaseIterable {
        case repository, number, label, target, state, source, parent, batch

        fileprivate var column: String {
            switch self {
            // A pull request that was split off has a label of its own.
            case .label: "coalesce(m.label, p.label)"
            case .repository, .number, .target: "p.\(rawValue)"
            case .state, .source, .parent, .batch: "m.\(rawValue)"
            }
        }
    }

    private var conditions: [String] = []
    private var arguments: [any SQLConvertible] = []

    /// Narrows to those that have a value in a field.
    mutating func require(_ field: Field, _ value: any SQLConvertible) {
        conditions.append("\(field.column) = ?")
        arguments.append(value)
    }

    /// Narrows to those that are open, or to those that are closed or merged.
    mutating func require(isOpen: Bool) {
        conditions.append(isOpen ? "m.state NOT IN ('closed', 'merged')" : "m.state IN ('closed', 'merged')")
    }

    fileprivate var sql: (condition: String, arguments: [SQLValue]) {
        (conditions.isEmpty ? "1" : conditions.joined(separator: " AND "), arguments.map { $0.sqlValue })
    }
}

extension Store {
    /// In the order in which they were made.
    func pullRequests(_ filter: PullRequestFilter, limit: Int) throws -> [PullRequest] {
        let (condition, arguments) = filter.sql
        return try pullRequests(where: condition, arguments, limit: limit)
    }

    /// The forward ports of a pull request.
    func ports(of source: PullRequestID) throws -> [PullRequest] {
        var filter = PullRequestFilter()
        filter.require(.source, source)
        return try pullRequests(filter, limit: 500)
    }
}
