import GRDB

extension Call {
    /// Refuses a query parameter that is documented but not simulated, except for some values.
    func refuseQuery(_ name: String, except known: Set<String> = []) throws {
        guard let value = query[name], !known.contains(value) else { return }
        throw Refusal.notSimulated("lists with \(name)=\(value)")
    }

    /// Refuses orders and times that the forge's documentation does not list.
    func refuseUnknownOrder(_ sorts: Set<String>) throws {
        try refuseQuery("sort", except: sorts)
        try refuseQuery("direction", except: ["asc", "desc"])
        guard let since = query["since"], Times.parse(since) == nil else { return }
        try refuseQuery("since")
    }

    /// The page size: 30 unless a number from 1 to 100 was requested; larger numbers count as 100.
    var perPage: Int {
        guard let asked = query["per_page"].flatMap({ Int($0) }), asked > 0 else { return 30 }
        return min(100, asked)
    }

    private static let lastPage = 1_000_000_000

    /// The requested page, from 1; anything that is not a number counts as 1.
    var page: Int {
        guard let asked = query["page"], let first = asked.first else { return 1 }
        let isTooLarge = first.isNumber && asked.count > 18 && asked.allSatisfy(\.isASCII) && asked.allSatisfy(\.isNumber)
        return isTooLarge ? Self.lastPage : min(Self.lastPage, max(1, Int(asked) ?? 1))
    }

    /// How many items precede the page.
    var offset: Int { (page - 1) * perPage }

    /// The requested page of a list, rendered, with its `Link` header.
    func list<Item>(_ items: [Item], _ render: (Item) throws -> ForgeJSON) throws -> Reply {
        try wrappedList(items, render) { .array($0) }
    }

    func wrappedList<Item>(_ items: [Item], _ render: (Item) throws -> ForgeJSON, wrap: ([ForgeJSON]) -> ForgeJSON) throws -> Reply {
        let slice = offset < items.count ? items[offset..<min(items.count, offset + perPage)] : []
        return linked(.json(wrap(try slice.map(render))), count: items.count)
    }

    /// A page of a query, of which only the necessary rows are read.
    ///
    /// - Parameters:
    ///   - select: The columns of a record.
    ///   - source: What follows `FROM`, conditions included.
    ///   - order: What follows `ORDER BY`.
    func list<Item: FetchableRecord>(
        _ tx: Transaction, select: String, from source: (sql: String, arguments: StatementArguments), order: String,
        _ render: (Item) throws -> ForgeJSON
    ) throws -> Reply {
        let count = try Int.fetchOne(cached: tx.db, sql: "SELECT count(*) FROM \(source.sql)", arguments: source.arguments) ?? 0
        let sql = "SELECT \(select) FROM \(source.sql) ORDER BY \(order) LIMIT ? OFFSET ?"
        let items = try Item.fetchAll(cached: tx.db, sql: sql, arguments: source.arguments + [perPage, offset])
        return linked(.json(.array(try items.map(render))), count: count)
    }

    /// A page that was fetched separately, with the `Link` header for a list of that many items.
    func linked(_ reply: Reply, count: Int) -> Reply {
        let last = max(1, (count + perPage - 1) / perPage)
        var links: [String] = []
        if page > 1 { links.append(link(min(page - 1, last), "prev")) }
        if page < last { links += [link(page + 1, "next"), link(last, "last")] }
        if page > 1 { links.append(link(1, "first")) }
        return links.isEmpty ? reply : reply.header("Link", links.joined(separator: ", "))
    }

    /// The URL of another page: the query as sent, with the page number replaced or appended.
    private func link(_ page: Int, _ relation: String) -> String {
        var parts = queryText.split(separator: "&").map(String.init)
        let item = "page=\(page)"
        if let index = parts.firstIndex(where: { $0.hasPrefix("page=") || $0 == "page" }) {
            parts[index] = item
        } else {
            parts.append(item)
        }
        return "<\(base)\(path)?\(parts.joined(separator: "&"))>; rel=\"\(relation)\""
    }
}
