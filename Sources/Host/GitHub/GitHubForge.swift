internal import Contract
package import Forge
package import HTTPClient
package import Logging

/// GitHub, or something that answers as it does, through its REST and GraphQL API.
///
/// Each identity has its own token, budget and cache; connections are shared.
package struct GitHubForge: Forge {
    /// The addresses.
    package let endpoints: GitHubEndpoints
    private let connections: [IdentityName: GitHubConnection]

    /// Makes a forge; nothing is asked yet.
    ///
    /// - Parameters:
    ///   - identities: the credential of each identity.
    ///   - clock: what budgets and pauses go by; tests give their own.
    package init(
        endpoints: GitHubEndpoints, identities: [IdentityName: any Credential], http: HTTPClient,
        settings: GitHubSettings = GitHubSettings(), clock: any ForgeClock = SystemForgeClock(), logger: Logger
    ) {
        self.endpoints = endpoints
        connections = Dictionary(
            uniqueKeysWithValues: identities.map { identity, credential in
                let connection = GitHubConnection(
                    identity: identity, credential: credential, endpoints: endpoints, http: http, settings: settings, clock: clock,
                    logger: logger)
                return (identity, connection)
            })
    }

    /// The budget of an identity, to be shown; nil for an unknown one.
    package func budget(of identity: IdentityName) -> RateBudget? { connections[identity]?.budget }

    func connection(_ caller: ForgeCaller) throws -> GitHubConnection {
        guard let connection = connections[caller.identity] else {
            throw ForgeError(
                .invalidRequest, .permanent, "There is no identity \"\(caller.identity)\"; add it to the configuration.",
                location: "identities")
        }
        return connection
    }

    func change(
        _ method: String, _ path: [String], _ body: JSON? = nil, as caller: ForgeCaller
    ) async throws -> JSON {
        try await connection(caller).change(.change(method, path, body), caller.priority)
    }

    /// A good answer's document read by `read`; one that does not fit is `malformedAnswer`, and the change has happened.
    func reading<Value>(_ place: String, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            throw ForgeError(
                .malformedAnswer, .retry(afterMilliseconds: 2_000), "The answer is not what GitHub documents: \(error).", location: place,
                mayHaveHappened: true)
        }
    }

    static func checkCommit(_ sha: String, _ place: String) throws {
        guard CommitID.isValid(sha) else {
            throw ForgeError(.invalidRequest, .permanent, "A commit id is forty hexadecimal digits.", location: place)
        }
    }
}
