/// A small client for the simulator's API, acting with one token.
public struct SimClient: Sendable {
    /// The API's base URL.
    public let baseURL: String
    /// The token, which is also the user name of git URLs.
    public let token: String?
    private let pool: HTTPConnectionPool

    /// An answer.
    public struct Response: Sendable {
        /// The HTTP status.
        public let status: Int
        /// The JSON body; `null` if there is none.
        public let json: ForgeJSON
        /// The body as received.
        public let text: String
        let headers: [(String, String)]

        /// A header, by its name in any case.
        public func header(_ name: String) -> String? {
            headers.first { $0.0.lowercased() == name.lowercased() }?.1
        }
    }

    init(baseURL: String, token: String?, pool: HTTPConnectionPool) {
        self.baseURL = baseURL
        self.token = token
        self.pool = pool
    }

    /// Makes a client for a simulator that runs elsewhere.
    public init(baseURL: String, token: String?) {
        self.init(baseURL: baseURL, token: token, pool: HTTPConnectionPool())
    }

    /// Sends any request; every status is an answer.
    ///
    /// - Throws: ``ForgeSimError`` or a connection error if there is no answer.
    public func send(
        _ method: String, _ path: String, _ body: ForgeJSON? = nil, headers: [(String, String)] = []
    ) async throws -> Response {
        try await sendRaw(method, path, body?.bytes ?? [], headers: headers)
    }

    /// Sends any request with a body that need not be JSON.
    public func sendRaw(_ method: String, _ path: String, _ body: [UInt8], headers: [(String, String)] = []) async throws -> Response {
        let result = try await exchange(method, path, body, headers)
        return Response(
            status: result.status, json: (try? ForgeJSON(parsing: result.body)) ?? .null,
            text: String(decoding: result.body, as: UTF8.self),
            headers: result.headers)
    }

    /// Sends any request and returns only the status.
    func status(_ method: String, _ path: String, _ body: ForgeJSON?) async throws -> Int {
        try await exchange(method, path, body?.bytes ?? [], []).status
    }

    /// Headers given here replace those that the client sends by default.
    private func exchange(_ method: String, _ path: String, _ body: [UInt8], _ headers: [(String, String)]) async throws -> HTTPResult {
        var fields = [("Accept", "application/vnd.github+json"), ("User-Agent", "forgesim-client")]
        if let token { fields.append(("Authorization", "token \(token)")) }
        if !body.isEmpty { fields.append(("Content-Type", "application/json")) }
        let given = Set(headers.map { $0.0.lowercased() })
        let url = path.hasPrefix("http://") ? path : baseURL + path
        return try await pool.send(
            method, url, headers: fields.filter { !given.contains($0.0.lowercased()) } + headers, body: body)
    }

    /// Sends a request that must succeed and returns its document.
    ///
    /// - Throws: ``ForgeSimError`` with the status for any other answer.
    @discardableResult
    public func call(_ method: String, _ path: String, _ body: ForgeJSON? = nil) async throws -> ForgeJSON {
        let response = try await send(method, path, body)
        guard (200..<300).contains(response.status) else {
            throw ForgeSimError("\(method) \(path) answered \(response.status): \(response.json.text)", status: response.status)
        }
        return response.json
    }

    /// `GET`, which must succeed.
    public func get(_ path: String) async throws -> ForgeJSON { try await call("GET", path) }

    /// `POST`, which must succeed.
    @discardableResult
    public func post(_ path: String, _ body: ForgeJSON) async throws -> ForgeJSON { try await call("POST", path, body) }

    /// `PATCH`, which must succeed.
    @discardableResult
    public func patch(_ path: String, _ body: ForgeJSON) async throws -> ForgeJSON { try await call("PATCH", path, body) }

    /// `PUT`, which must succeed.
    @discardableResult
    public func put(_ path: String, _ body: ForgeJSON) async throws -> ForgeJSON { try await call("PUT", path, body) }

    /// `DELETE`, which must succeed.
    public func delete(_ path: String) async throws { try await call("DELETE", path) }

    /// The URL of a repository for git, with the token as user name.
    public func gitURL(_ repository: String) -> String {
        guard let token else { return "\(baseURL)/\(repository).git" }
        return "http://\(token)@\(baseURL.dropFirst("http://".count))/\(repository).git"
    }
}
