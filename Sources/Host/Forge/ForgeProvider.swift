package import Contract
package import Logging

/// A kind of forge: what a host needs to know before it works with one.
///
/// A new kind is a module with a provider, and one line where the program says which ones are built in.
package protocol ForgeProvider: Sendable {
    /// The word of the configuration, `forge.kind`; also the last part of the path for webhooks.
    var kind: String { get }

    /// Connects to a forge; nothing is asked yet.
    ///
    /// - Throws: ``ForgeError`` with code `invalidRequest` for addresses that cannot be used; it names the key.
    func connect(_ addresses: ForgeAddresses, identities: [IdentityName: any Credential], logger: Logger) throws -> any ForgeSite

    /// How this kind's deliveries are read.
    var webhooks: any WebhookReader { get }
}

/// The addresses of the configuration; nil: the forge's own, where it has some.
package struct ForgeAddresses: Sendable, Hashable {
    /// Base of the REST API.
    package var api: String?
    /// Address of the GraphQL API.
    package var graphQL: String?
    /// Base of repository URLs for git.
    package var git: String?
    /// Base of pages that people see.
    package var web: String?

    /// Makes a list of addresses.
    package init(api: String? = nil, graphQL: String? = nil, git: String? = nil, web: String? = nil) {
        self.api = api
        self.graphQL = graphQL
        self.git = git
        self.web = web
    }
}

/// A forge that the host is connected to.
package protocol ForgeSite: Sendable {
    /// Its API.
    var forge: any Forge { get }

    /// The address of a repository for git.
    func gitURL(of repository: RepositoryName) -> String

    /// The address for commits of somebody who has not shown one.
    func noReplyAddress(of login: String) -> String
}

/// The kinds of forges that a program has built in.
package struct ForgeProviders: Sendable {
    private let providers: [any ForgeProvider]

    /// - Parameter providers: the first is the one that is used where the configuration names none.
    package init(_ providers: [any ForgeProvider]) { self.providers = providers }

    /// The provider of a kind, or the first one without a kind.
    ///
    /// - Throws: ``ForgeError`` with code `invalidRequest` that lists the kinds that there are.
    package func provider(_ kind: String?) throws -> any ForgeProvider {
        if let found = kind == nil ? providers.first : providers.first(where: { $0.kind == kind }) { return found }
        let known = providers.map { "`\($0.kind)`" }.joined(separator: ", ")
        throw ForgeError(
            .invalidRequest, .permanent, "There is no forge `\(kind ?? "")`; forge.kind can be \(known).", location: "forge.kind")
    }
}
