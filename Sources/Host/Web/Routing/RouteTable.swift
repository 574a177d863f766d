import Engine

/// All routes, and which of them serves a request.
struct RouteTable: Sendable {
    enum Found: Sendable {
        case found(Route, [String: String])
        /// The path exists, but only with these methods.
        case otherMethods([String])
        case none
    }

    private let byLength: [Int: [Route]]

    /// - Throws: if two routes have the same method and path; the error names it.
    init(_ routes: [Route]) throws {
        var byLength: [Int: [Route]] = [:]
        for route in routes {
            let others = byLength[route.pattern.segments.count] ?? []
            if let twin = others.first(where: { $0.method == route.method && $0.pattern.isSame(as: route.pattern) }) {
                // A plugin's route takes precedence over the host's page, so that a plugin can own the front page.
                if twin.surface == .page, route.surface == .page { continue }
                throw RuntimeError(
                    "\(route.method) \(route.pattern.text) and \(twin.pattern.text) are the same route; rename one in its plugin's manifest"
                )
            }
            // Stable: of two equally specific routes the first stays first.
            let place = others.firstIndex { route.pattern.isMoreSpecific(than: $0.pattern) } ?? others.endIndex
            byLength[route.pattern.segments.count, default: []].insert(route, at: place)
        }
        self.byLength = byLength
    }

    /// The route for a method and a path that is not decoded yet.
    func find(_ method: String, path: String) -> Found {
        guard let segments = PathPattern.decode(path) else { return .none }
        var allowed: Set<String> = []
        for route in byLength[segments.count] ?? [] {
            guard let values = route.pattern.match(segments) else { continue }
            if route.method == method { return .found(route, values) }
            allowed.insert(route.method)
        }
        return allowed.isEmpty ? .none : .otherMethods(allowed.sorted())
    }
}
