/// What answers a request.
typealias Handler = @Sendable (Call) async throws -> Reply

/// The routes by path and method. `{name}` matches one segment, `{name...}` the rest of the path.
struct RouteTable: Sendable {
    private struct Node: Sendable {
        var children: [String: Int] = [:]
        var parameter: (name: String, node: Int)?
        var rest: (name: String, node: Int)?
        var handlers: [String: Handler] = [:]
    }

    private var nodes = [Node()]

    mutating func on(_ method: String, _ path: String, _ handler: @escaping Handler) {
        var node = 0
        for part in path.split(separator: "/") {
            node = child(of: node, String(part))
        }
        nodes[node].handlers[method] = handler
    }

    mutating func get(_ path: String, _ handler: @escaping Handler) { on("GET", path, handler) }
    mutating func post(_ path: String, _ handler: @escaping Handler) { on("POST", path, handler) }
    mutating func put(_ path: String, _ handler: @escaping Handler) { on("PUT", path, handler) }
    mutating func patch(_ path: String, _ handler: @escaping Handler) { on("PATCH", path, handler) }
    mutating func delete(_ path: String, _ handler: @escaping Handler) { on("DELETE", path, handler) }

    /// The handler for a path of decoded segments, with its parameters.
    func find(_ method: String, _ segments: [String]) -> (handler: Handler, parameters: [String: String])? {
        for (node, parameters) in matches(segments) {
            if let handler = nodes[node].handlers[method] ?? (method == "HEAD" ? nodes[node].handlers["GET"] : nil) {
                return (handler, parameters)
            }
        }
        return nil
    }

    /// Whether the path is known with any method.
    func knows(_ segments: [String]) -> Bool {
        matches(segments).contains { !nodes[$0.node].handlers.isEmpty }
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

    /// All nodes that a path leads to, the most literal first.
    private func matches(_ segments: [String]) -> [(node: Int, parameters: [String: String])] {
        var found: [(Int, [String: String])] = []
        func walk(_ node: Int, _ position: Int, _ parameters: [String: String]) {
            guard position < segments.count else {
                found.append((node, parameters))
                return
            }
            if let child = nodes[node].children[segments[position]] { walk(child, position + 1, parameters) }
            if let parameter = nodes[node].parameter {
                walk(parameter.node, position + 1, parameters.merging([parameter.name: segments[position]]) { $1 })
            }
            if let rest = nodes[node].rest {
                found.append((rest.node, parameters.merging([rest.name: segments[position...].joined(separator: "/")]) { $1 }))
            }
        }
        walk(0, 0, [:])
        return found
    }
}
