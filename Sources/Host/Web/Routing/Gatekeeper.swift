import Engine
import HTTPTypes
import Hummingbird

/// Authenticates: by bearer token for the API, by session cookie for the pages.
struct Gatekeeper: Sendable {
    /// Name of the pages' cookie, which holds a token.
    static let cookie = "switchyard_session"

    let runtime: HostRuntime

    /// The caller; ``AccessControl/Caller/anonymous`` without a token.
    /// - Throws: ``Problem`` 401 for an unknown token. A stale cookie only means not being logged in.
    func caller(of request: Request, surface: Surface) async throws -> AccessControl.Caller {
        if surface == .plain { return .anonymous }
        if let field = request.headers[.authorization] {
            let parts = field.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else {
                throw Problem(401, "the Authorization header is not a bearer token", remedy: "send Authorization: Bearer TOKEN")
            }
            guard let caller = try await owner(of: String(parts[1])) else {
                throw Problem(401, "nobody has this token", remedy: "make one with `switchyard token create`")
            }
            return caller
        }
        // Changes through the API need the header: a browser would send the cookie along with a request that another site makes.
        guard surface == .page || request.method == .get, let token = Self.token(inCookies: request.headers[.cookie]) else {
            return .anonymous
        }
        return try await owner(of: token) ?? .anonymous
    }

    private func owner(of token: String) async throws -> AccessControl.Caller? {
        try await runtime.reading { try $0.access.caller(token: token) }
    }

    static func token(inCookies field: String?) -> String? {
        for pair in field?.split(separator: ";") ?? [] {
            let parts = pair.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " } }
            if parts.count == 2, parts[0] == cookie { return String(parts[1]) }
        }
        return nil
    }
}
