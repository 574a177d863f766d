/// What an identity shows to the forge. A credential has one rate budget; identities that share one share it too.
package protocol Credential: Sendable {
    /// The token to use now. Called before every call, so it should be quick; may fetch one.
    ///
    /// Throws what keeps it from getting one; the error's description must not hold a token.
    func token() async throws -> Secret

    /// Told when the forge refused a token. A credential that makes tokens gives another one afterwards, and the call is
    /// made once more; one that cannot gives the same, and the call fails.
    func refused(_ token: Secret) async
}

/// A token that somebody else keeps: in a file, in memory.
package struct TokenCredential: Credential {
    private let provide: @Sendable () async throws -> Secret

    /// Makes a credential that asks for the token each time.
    package init(_ provide: @escaping @Sendable () async throws -> Secret) {
        self.provide = provide
    }

    /// Makes a credential of a fixed token.
    package init(_ token: Secret) {
        provide = { token }
    }

    package func token() async throws -> Secret { try await provide() }

    package func refused(_ token: Secret) async {}
}
