import GRDB

/// `GET /search/issues`.
extension Routes {
    private static let mostResults = 1_000

    static func search(_ routes: inout RouteTable) {
        routes.get("/search/issues") { call in
            guard let text = call.query["q"], !text.trimmingSpaces.isEmpty else {
                throw Refusal.invalid(["resource": "Search", "field": "q", "code": "missing"])
            }
            if call.offset >= mostResults {
                throw Refusal(
                    status: 422, message: "Only the first 1000 search results are available",
                    documentation: "https://docs.github.com/v3/search/")
            }
            let query = try SearchQuery(text)
            return try call.read { tx in
                let found = try sorted(try IssueSearch(call: call, query: query, tx: tx).run(), query, call, tx)
                let shown = Array(found.prefix(mostResults))
                return try call.wrappedList(shown) { item in
                    var rendered = try tx.render(item.issue, item.repository)
                    rendered["score"] = 1.0
                    return rendered.without("closed_by")
                } wrap: { items in
                    ["total_count": ForgeJSON(found.count), "incomplete_results": false, "items": .array(items)]
                }
            }
        }
    }

    private static func sorted(_ found: [IssueSearch.Candidate], _ query: SearchQuery, _ call: Call, _ tx: Transaction) throws
        -> [IssueSearch.Candidate]
    {
        let inQuery = query.values("sort").last?.split(separator: "-").map(String.init)
        let key = inQuery?.first ?? call.query["sort"] ?? "created"
        let order = inQuery.map { $0.count > 1 ? $0[1] : "desc" } ?? call.query["order"] ?? "desc"
        func value(_ item: IssueSearch.Candidate) throws -> Int64 {
            switch key {
            case "updated": return item.issue.updatedAt
            case "comments":
                let sql = "SELECT count(*) FROM comments WHERE issueID = ?"
                return try Int64.fetchOne(cached: tx.db, sql: sql, arguments: [item.issue.id]) ?? 0
            case "reactions", "interactions": throw Refusal.notSimulated("sorting searches by \(key)")
            default: return item.issue.createdAt
            }
        }
        let keyed = try found.map { (try value($0), $0.issue.id, $0) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        return order == "asc" ? keyed : keyed.reversed()
    }
}
