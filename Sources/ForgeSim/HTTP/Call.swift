import GRDB

/// One request on its way through a handler.
struct Call: Sendable {
    let world: World
    let method: String
    /// The path as requested, without the query.
    let path: String
    /// Method and path of the route table, such as `POST /repos/{owner}/{repo}/issues`.
    var route = ""
    var parameters: [String: String] = [:]
    let query: [String: String]
    var queryText = ""
    let headers: [String: String]
    let body: [UInt8]
    let user: User?
    /// The app whose own token the call carries.
    var app: SimApp?
    /// The rights of the call's token, if it belongs to an installation.
    var grant: InstallationGrant?
    /// The URL that the request was sent to; links start with it.
    let base: String
    let outbox: Outbox

    var now: Int64 { world.now }

    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    func number(_ name: String) throws -> Int {
        guard let number = Int(parameter(name)) else { throw Refusal.notFound }
        return number
    }

    func id(_ name: String) throws -> Int64 { Int64(try number(name)) }

    /// The body, which must be a JSON object with members of the documented types; an empty body counts as `{}`.
    func json() throws -> ForgeJSON {
        let value = try anyJSON()
        guard value.object != nil else { throw Refusal.notAnObject }
        try BodyShapes.check(value, route: route)
        return value
    }

    /// The body as any JSON value.
    func anyJSON() throws -> ForgeJSON {
        if body.isEmpty { return .object(ForgeObject()) }
        guard let value = try? ForgeJSON(parsing: body) else { throw Refusal.badJSON }
        return value
    }

    /// The signed-in user, or 401.
    @discardableResult
    func signedIn() throws -> User {
        guard let user else { throw Refusal.requiresAuthentication }
        return user
    }

    // MARK: Data

    func read<T>(_ body: (Transaction) throws -> T) throws -> T {
        try world.read(base: base, body)
    }

    func change<T>(_ body: (Transaction) throws -> T) throws -> T {
        try world.change(base: base, outbox: outbox, body)
    }

    /// The repository of the path, if the caller may see it.
    func repository() throws -> Repository {
        let found = try visibleRepository()
        try grant?.check(self, found)
        if found.archived, user != nil, isRefusedByArchive { throw Refusal.forbidden("Repository was archived so is read-only.") }
        return found
    }

    /// Calls that change the content of a repository: not the repository itself, its forks and one's own subscription; git words its own.
    private var isRefusedByArchive: Bool {
        guard method != "GET", method != "HEAD" else { return false }
        let isOnItself = parameters.keys.allSatisfy { $0 == "owner" || $0 == "repo" } && (method == "PATCH" || method == "DELETE")
        return !isOnItself && !["/forks", "/subscription", "/git-upload-pack", "/git-receive-pack"].contains { path.hasSuffix($0) }
    }

    private func visibleRepository() throws -> Repository {
        try read { tx in
            let found = try Repository.find(tx.db, owner: parameter("owner"), name: parameter("repo"))
            guard let found else { throw try renamed(tx) ?? Refusal.notFound }
            guard try Permission.of(user, on: found, tx.db) >= .read else { throw Refusal.notFound }
            return found
        }
    }

    /// The redirect to a repository that had this name before it was renamed.
    private func renamed(_ tx: Transaction) throws -> Refusal? {
        guard let found = try Repository.find(tx.db, owner: parameter("owner"), formerName: parameter("repo")),
            try Permission.of(user, on: found, tx.db) >= .read
        else { return nil }
        let rest = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(path.hasPrefix("/repos/") ? 4 : 3)
        let tail = rest.map { "/\($0)" }.joined() + (queryText.isEmpty ? "" : "?" + queryText)
        guard path.hasPrefix("/repos/") else {
            let name = try tx.fullName(found)
            return Refusal(status: 301, message: "", headers: [("Location", "\(base)/\(name).git\(tail)")])
        }
        let reads = method == "GET" || method == "HEAD"
        let url = "\(base)/repositories/\(found.id)\(tail)"
        var refusal = Refusal(status: reads ? 301 : 307, message: reads ? "Moved Permanently" : "Temporary Redirect")
        refusal.headers = [("Location", url)]
        refusal.url = url
        refusal.documentation =
            "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects"
        return refusal
    }

    /// The repository of the path, if the caller has a permission on it: otherwise 401 if anonymous, else 404, to hide it.
    func repository(_ needed: Permission) throws -> Repository {
        let found = try repository()
        if needed > .read {
            try signedIn()
            guard try permission(on: found) >= needed else { throw Refusal.notFound }
        }
        return found
    }

    func permission(on repository: Repository) throws -> Permission {
        try read { try Permission.of(user, on: repository, $0.db) }
    }

    func git(_ repository: Repository) throws -> GitRepository {
        try world.git.repository(repository)
    }
}

extension String {
    /// Percent-encoded, except for unreserved characters.
    var urlEncoded: String {
        var out = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII, scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) || "-._~".unicodeScalars.contains(scalar) {
                out.unicodeScalars.append(scalar)
            } else {
                out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }

    /// The text with percent-encoded bytes decoded.
    var urlDecoded: String {
        guard contains("%") else { return self }
        var out: [UInt8] = []
        var bytes = Array(utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "%"), bytes.count >= 2, let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16) {
                out.append(value)
                bytes.removeFirst(2)
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
