/// A handler for requests.
typealias Handler = @Sendable (Call) async throws -> Reply

/// The routes by path and method. `{name}` matches one segment, `{name...}` the rest of the path.
struct RouteTable: Sendable {
    /// The route for a request.
    struct Match: Sendable {
        let handler: Handler
        /// Method and path as registered, such as `GET /repos/{owner}/{repo}`.
        let route: String
        let parameters: [String: String]

        /// Whether the names of owner and repository are free of anything that could only come from an attack.
        var areNamesPlain: Bool {
            for name in ["owner", "repo", "org", "login"] {
                guard let value = parameters[name] else { continue }
                if value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "/") }) { return false }
            }
            return true
        }
    }

    private struct Route: Sendable {
        let name: String
        let handler: Handler
    }

    private struct Node: Sendable {
        var children: [String: Int] = [:]
        var parameter: (name: String, node: Int)?
        var rest: (name: String, node: Int)?
        var routes: [String: Route] = [:]
    }

    private var nodes = [Node()]

    /// All routes as method and path, ordered by path.
    var names: [String] {
        nodes.flatMap { $0.routes.values.map(\.name) }
            .sorted { left, right in
                let (a, b) = (left.split(separator: " "), right.split(separator: " "))
                return (a[1], a[0]) < (b[1], b[0])
            }
    }

    mutating func on(_ method: String, _ path: String, _ handler: @escaping Handler) {
        var node = 0
        for part in path.split(separator: "/") {
            node = child(of: node, String(part))
        }
        nodes[node].routes[method] = Route(name: "\(method) \(path)", handler: handler)
    }

    mutating func get(_ path: String, _ handler: @escaping Handler) { on("GET", path, handler) }
    mutating func post(_ path: String, _ handler: @escaping Handler) { on("POST", path, handler) }
    mutating func put(_ path: String, _ handler: @escaping Handler) { on("PUT", path, handler) }
    mutating func patch(_ path: String, _ handler: @escaping Handler) { on("PATCH", path, handler) }
    mutating func delete(_ path: String, _ handler: @escaping Handler) { on("DELETE", path, handler) }

    /// The route for a path of decoded segments; literal segments take precedence over parameters, and `HEAD` uses the route of `GET`.
    func find(_ method: String, _ segments: [String]) -> Match? {
        var values: [(name: String, value: String)] = []
        guard let route = search(method == "HEAD" ? "GET" : method, segments[...], 0, &values) else { return nil }
        return Match(handler: route.handler, route: route.name, parameters: Dictionary(values.map { ($0.name, $0.value) }) { $1 })
    }

    private func search(_ method: String, _ segments: ArraySlice<String>, _ index: Int, _ values: inout [(name: String, value: String)])
        -> Route?
    {
        let node = nodes[index]
        guard let first = segments.first else { return node.routes[method] }
        let rest = segments.dropFirst()
        if let child = node.children[first], let found = search(method, rest, child, &values) { return found }
        let known = values.count
        if let (name, child) = node.parameter {
            values.append((name, first))
            if let found = search(method, rest, child, &values) { return found }
            values.removeSubrange(known...)
        }
        if let (name, child) = node.rest, let found = nodes[child].routes[method] {
            values.append((name, segments.joined(separator: "/")))
            return found
        }
        return nil
    }

    private mutating func child(of node: Int, _ part: String) -> Int {
        if part.hasPrefix("{"), part.hasSuffix("...}") {
            if let rest = nodes[node].rest { return rest.node }
            nodes.append(Node())
            nodes[node].rest = (String(part.dropFirst().dropLast(4)), nodes.count - 1)
            return nodes.count - 1
        }
        if part.hasPrefix("{") {
            if let parameter = nodes[node].parameter { return parameter.node }
            nodes.append(Node())
            nodes[node].parameter = (String(part.dropFirst().dropLast()), nodes.count - 1)
            return nodes.count - 1
        }
        if let child = nodes[node].children[part] { return child }
        nodes.append(Node())
        nodes[node].children[part] = nodes.count - 1
        return nodes.count - 1
    }
}
