import Hummingbird

/// The parts of a request that the simulator uses.
struct Incoming: Sendable {
    let method: String
    /// The path without the query, as sent.
    let path: String
    /// The path's parts, decoded.
    var segments: [String]
    let query: [String: String]
    let queryText: String
    /// By lower-case name.
    let headers: [String: String]
    let host: String?
    var body: [UInt8] = []
    /// The peer's IP address.
    let address: String

    init(_ request: Request, address: String) {
        method = request.method.rawValue
        let parts = request.uri.string.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "/")
        let path = path
        segments = path.split(separator: "/").map { String($0).urlDecoded }
        isGit = ["/info/refs", "/git-upload-pack", "/git-receive-pack"].contains { path.hasSuffix($0) } && segments.first != "repos"
        let isDoubled = path.contains("//") || path.count > 1 && path.hasSuffix("/")
        // Such a path does not exist, except for the content of the root folder.
        if isDoubled, !isGit, segments.first != "_sim", !path.contains("/contents/") { segments = [""] }
        queryText = parts.count > 1 ? String(parts[1]) : ""
        var query: [String: String] = [:]
        for pair in queryText.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[Self.decode(sides[0])] = sides.count > 1 ? Self.decode(sides[1]) : ""
        }
        self.query = query
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        self.headers = headers
        host = request.head.authority ?? headers["host"]
        self.address = address
    }

    /// Whether it speaks git's protocol.
    let isGit: Bool

    private static func decode(_ text: Substring) -> String {
        String(text.map { $0 == "+" ? " " : $0 }).urlDecoded
    }
}
