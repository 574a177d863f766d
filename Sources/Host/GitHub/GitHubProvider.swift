package import Contract
package import Forge
internal import HTTPClient
package import Logging

/// GitHub as a kind of forge: github.com and Enterprise.
package struct GitHubProvider: ForgeProvider {
    package let kind = "github"
    package let webhooks: any WebhookReader = GitHubWebhooks()

    /// Makes the provider.
    package init() {}

    package func connect(
        _ addresses: ForgeAddresses, identities: [IdentityName: any Credential], logger: Logger
    ) throws -> any ForgeSite {
        let endpoints = try GitHubEndpoints(
            api: addresses.api ?? "https://api.github.com", graphQL: addresses.graphQL, git: addresses.git ?? "https://github.com",
            web: addresses.web ?? "https://github.com")
        var settings = GitHubSettings()
        // GitHub asks for a pause between changes; a simulator on this machine does not.
        if HTTPOrigin(of: endpoints.api)?.isLoopback == true { settings.budget.mutationSpacing = 0 }
        let forge = GitHubForge(
            endpoints: endpoints, identities: identities, http: try HTTPClient(logger: logger), settings: settings, logger: logger)
        return GitHubSite(forge: forge, endpoints: endpoints)
    }
}

/// A GitHub that the host is connected to.
package struct GitHubSite: ForgeSite {
    package let forge: any Forge
    private let endpoints: GitHubEndpoints

    /// Makes a site of a forge and its addresses.
    package init(forge: any Forge, endpoints: GitHubEndpoints) {
        self.forge = forge
        self.endpoints = endpoints
    }

    package func gitURL(of repository: RepositoryName) -> String { endpoints.gitURL(of: repository) }

    package func noReplyAddress(of login: String) -> String { "\(login)@users.noreply.\(endpoints.webHost)" }
}

/// GitHub's deliveries: their headers are `X-GitHub-Event`, `X-GitHub-Delivery` and `X-Hub-Signature-256`.
package struct GitHubWebhooks: WebhookReader {
    /// Makes the reader.
    package init() {}

    package func read(header: (String) -> String?, body: [UInt8]) throws(MalformedDelivery) -> any WebhookDelivery {
        try GitHubDelivery(
            headers: GitHubHeaders(
                event: header("X-GitHub-Event"), delivery: header("X-GitHub-Delivery"), signature: header("X-Hub-Signature-256"),
                contentType: header("Content-Type")), body: body)
    }
}
